// A module reaches only the doors of the modules it USES; the kernel reaches nobody; each foreign library stays in its room.
import { filesIn, finds, holds, includesOf, isCpp, modulesOf, read } from './house.mjs';

/** Foreign headers and the only folders that may include them. */
const rooms = [
    { header: /^boost\/(asio|beast)\b/, who: 'Asio and Beast', folders: [/^net\//] },
    { header: /^sqlite3\.h$/, who: 'SQLite', folders: [/^kernel\/sql\//, /^kernel\/tests\//, /^bench\//] },
    { header: /^(postgresql\/)?libpq-fe\.h$/, who: 'libpq', folders: [/^kernel\/sql\//, /^kernel\/tests\//, /^bench\//] },
    { header: /^vips\//, who: 'vips', folders: [/^image\//] },
    { header: /^isa-l\//, who: 'ISA-L', folders: [/^kernel\/sheet\//, /^bench\//] },
];

const publicKernelHeader = /^kernel\/include\/liren\/[^/]+\.h$/;
const allowedInPublicHeaders = [/^[a-z_0-9]+(\.h)?$/, /^boost\/describe(\/|\.hpp)/, /^boost\/mp11(\/|\.hpp)/, /^boost\/json\/fwd\.hpp$/];

const sources = (house) => ['app', 'bench', 'image', 'kernel', 'modules', 'net', 'tests'].flatMap((f) => filesIn(house, f)).filter(isCpp);

export function foreignHeaders(house) {
    const found = [];
    for (const include of sources(house).flatMap((path) => includesOf(house, path))) {
        for (const { header, who, folders } of rooms) {
            if (header.test(include.name) && !folders.some((folder) => folder.test(include.path))) {
                found.push(`${include.path}:${include.line} includes <${include.name}>: ${who} does not leave its folder`);
            }
        }
    }
    return found;
}

export function kernelHeaders(house) {
    const found = [];
    for (const include of filesIn(house, 'kernel/include').filter((p) => publicKernelHeader.test(p)).flatMap((p) => includesOf(house, p))) {
        const fine = include.quoted ? /^liren\/[a-z_]+\.h$/.test(include.name) : allowedInPublicHeaders.some((a) => a.test(include.name));
        if (!fine) found.push(`${include.path}:${include.line} includes ${include.name}: every module pays for it; keep it in a .cpp`);
    }
    return found;
}

export function doors(house) {
    const modules = modulesOf(house), ofTests = modulesOf(house, 'liren_module_test');
    const found = [];
    for (const path of sources(house)) {
        const [room, name, folder] = path.split('/');
        for (const include of includesOf(house, path)) {
            const wanted = include.name.split('/')[0];
            const place = `${include.path}:${include.line}`;
            if (wanted === 'net' && room !== 'net' && room !== 'app' && include.name.includes('/')) {
                found.push(`${place} includes ${include.name}: only app/ knows the edge`);
            }
            if (!modules.has(wanted) || !include.name.includes('/')) continue;
            if (room === 'kernel' || room === 'net' || room === 'image') {
                found.push(`${place} includes ${include.name}: ${room}/ knows no module`);
            } else if (room === 'modules' && name !== wanted) {
                const reached = modules.get(name)?.has(wanted) || (folder === 'tests' && ofTests.get(name)?.has(wanted));
                if (!reached) found.push(`${place} includes ${include.name}: ${name} does not say USES ${wanted}`);
                else if (include.name !== `${wanted}/${wanted}.h`) found.push(`${place} includes ${include.name}: the only door is ${wanted}/${wanted}.h`);
            }
        }
    }
    return found;
}

/** One module's private files reached by a path ("../other/store.h"). */
export function sidesteps(house) {
    return sources(house).flatMap((path) => includesOf(house, path)).filter(({ name }) => name.includes('..'))
        .map(({ path, line, name }) => `${path}:${line} includes ${name}: no way around a door`);
}

export function edgeLinks(house) {
    return filesIn(house).filter((path) => path.endsWith('CMakeLists.txt') && !/^(net|app)\//.test(path))
        .filter((path) => /\bliren_net\b/.test(read(house, path).replace(/#.*$/gm, '')))
        .map((path) => `${path} links liren_net: only app/ does`);
}

holds('foreign libraries stay in their folders', foreignHeaders);
holds('public kernel headers include only std, Describe, Mp11, json/fwd and liren', kernelHeaders);
holds('a module includes only the doors of modules it USES', doors);
holds('nobody includes by a path with dots', sidesteps);
holds('only app links the edge', edgeLinks);

const caseModule = 'liren_module(cases USES places SOURCES module.cpp)\n';
const placesModule = 'liren_module(places SOURCES module.cpp)\n';

finds('Asio in a module', foreignHeaders, {
    files: { 'modules/cases/module.cpp': '#include <boost/asio/io_context.hpp>\n' },
    mended: { 'modules/cases/module.cpp': '// #include <boost/asio/io_context.hpp>\n' }, expected: /Asio and Beast/,
});
finds('SQLite outside kernel/sql', foreignHeaders, {
    files: { 'kernel/access/accounts.cpp': '#include <sqlite3.h>\n', 'kernel/sql/sqlite.cpp': '#include <sqlite3.h>\n' }, expected: /accounts\.cpp:1.*SQLite/,
});
finds('a heavy header in the kernel\'s doors', kernelHeaders, {
    files: { 'kernel/include/liren/schema.h': '#include <string>\n#include <boost/json.hpp>\n' },
    mended: { 'kernel/include/liren/schema.h': '#include <string>\n#include <boost/json/fwd.hpp>\n#include "liren/id.h"\n' }, expected: /schema\.h:2/,
});
finds('a module that reaches one it does not use', doors, {
    files: { 'modules/cases/CMakeLists.txt': 'liren_module(cases SOURCES a.cpp)', 'modules/places/CMakeLists.txt': placesModule, 'modules/cases/a.cpp': '#include "places/places.h"\n' },
    mended: { 'modules/cases/CMakeLists.txt': caseModule }, expected: /cases does not say USES places/,
});
finds('a module that reaches what only its tests may', doors, {
    files: { 'modules/cases/CMakeLists.txt': 'liren_module(cases SOURCES a.cpp)\nliren_module_test(cases USES places SOURCES t.cpp)\n', 'modules/places/CMakeLists.txt': placesModule,
        'modules/cases/tests/t.cpp': '#include "places/places.h"\n', 'modules/cases/a.cpp': '#include "places/places.h"\n' },
    mended: { 'modules/cases/a.cpp': '\n' }, expected: /a\.cpp:1 .*cases does not say USES places/,
});
finds('a module that enters by the window', doors, {
    files: { 'modules/cases/CMakeLists.txt': caseModule, 'modules/places/CMakeLists.txt': placesModule, 'modules/cases/a.cpp': '#include "places/store.h"\n' },
    expected: /the only door is places\/places\.h/,
});
finds('a kernel that knows a module', doors, {
    files: { 'modules/cases/CMakeLists.txt': caseModule, 'kernel/jobs/jobs.cpp': '#include "cases/cases.h"\n' }, expected: /kernel\/ knows no module/,
});
finds('a module that knows the edge', doors, { files: { 'modules/cases/a.cpp': '#include "net/server.h"\n' }, expected: /only app/ });
finds('a way around a door', sidesteps, { files: { 'modules/cases/a.cpp': '#include "../places/store.h"\n' }, expected: /no way around/ });
finds('a module linked with the edge', edgeLinks, { files: { 'modules/cases/CMakeLists.txt': 'target_link_libraries(x liren_net)\n' }, expected: /only app/ });
