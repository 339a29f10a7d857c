#pragma once
// How this room says no: one kind of Error, 422, with a text that says what to do and a detail for the log.

#include <string>
#include <utility>

#include "liren/error.h"

namespace liren::sheet {

[[noreturn]] inline void refuse(const char* key, std::string detail) { throw Error(422, key, std::move(detail)); }

/// The bytes contradict the format: cut off, overwritten, or made by a program that does not know it.
[[noreturn]] inline void damaged(std::string detail) { refuse("sheet.damaged", std::move(detail)); }

}  // namespace liren::sheet
