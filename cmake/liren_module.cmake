# The CMake functions an author in this house meets.

# liren_module(cases USES places organizations SOURCES a.cpp b.cpp)
#   One room of the house. Its only door is include/<name>/<name>.h; it reaches the doors of the
#   modules it USES, and the kernel, and nothing else. Migrations and language files are embedded.
function(liren_module name)
  cmake_parse_arguments(M "" "" "USES;SOURCES;LIBRARIES" ${ARGN})
  file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/migrations/*/*.sql)
  file(GLOB languages CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/lang/*.json)
  liren_embed(${name} OUT embedded FILES ${migrations} ${languages})
  add_library(liren_${name} STATIC ${M_SOURCES} ${embedded})
  target_include_directories(liren_${name} PUBLIC include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(liren_${name} PUBLIC liren_kernel PRIVATE liren_options ${M_LIBRARIES})
  foreach(used ${M_USES})
    target_link_libraries(liren_${name} PUBLIC liren_${used})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY LIREN_MODULES liren_${name})
endfunction()

# liren_embed(name OUT variable FILES …): puts text files into the binary as
#   namespace liren::embedded { extern const EmbeddedFile <name>_files[]; extern const std::size_t <name>_count; }
# The path of each is relative to the calling folder.
function(liren_embed name)
  cmake_parse_arguments(E "" "OUT" "FILES" ${ARGN})
  set(cpp ${CMAKE_CURRENT_BINARY_DIR}/${name}_embedded.cpp)
  set(list ${CMAKE_CURRENT_BINARY_DIR}/${name}_embedded.list)
  string(REPLACE ";" "\n" lines "${E_FILES}")
  file(CONFIGURE OUTPUT ${list} CONTENT "${lines}\n" @ONLY)
  add_custom_command(OUTPUT ${cpp}
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DLIST=${list} -DROOT=${CMAKE_CURRENT_SOURCE_DIR} -DOUTPUT=${cpp}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    DEPENDS ${E_FILES} ${list} ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    COMMENT "Embedding the texts of ${name}")
  set(${E_OUT} ${cpp} PARENT_SCOPE)
endfunction()

# liren_test(name SOURCES … LIBRARIES …): one doctest program; ./dev test runs every one under build/*/tests/.
function(liren_test name)
  cmake_parse_arguments(T "" "" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT LIREN_TESTS)
    return()
  endif()
  add_executable(test_${name} ${T_SOURCES} ${CMAKE_SOURCE_DIR}/tests/doctest_main.cpp)
  target_link_libraries(test_${name} PRIVATE ${T_LIBRARIES} liren_options)
  set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/unit)
  add_test(NAME ${name} COMMAND test_${name})
endfunction()

# liren_module_test(cases USES people SOURCES …): tests of a module in a whole house (tests/test_house.h), on SQLite and
#   PostgreSQL. USES: modules that only the tests reach.
function(liren_module_test name)
  cmake_parse_arguments(T "" "" "USES;SOURCES" ${ARGN})
  if(NOT LIREN_TESTS)
    return()
  endif()
  if(NOT TARGET liren_test_house)
    add_library(liren_test_house STATIC ${CMAKE_SOURCE_DIR}/tests/test_house.cpp ${CMAKE_SOURCE_DIR}/tests/statement_faults.cpp ${CMAKE_SOURCE_DIR}/kernel/tests/engines.cpp)
    target_include_directories(liren_test_house PUBLIC ${CMAKE_SOURCE_DIR})
    target_compile_definitions(liren_test_house PRIVATE LIREN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_link_libraries(liren_test_house PUBLIC liren_kernel Boost::json PRIVATE PkgConfig::SQLITE3 PkgConfig::LIBPQ liren_options)
  endif()
  liren_test(${name} SOURCES ${T_SOURCES} LIBRARIES liren_${name} liren_test_house)
  target_include_directories(test_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  foreach(used ${T_USES})
    target_link_libraries(test_${name} PRIVATE liren_${used})
  endforeach()
endfunction()
