// The package lists are well formed, apart and explained: one Debian package a line, nothing twice in a list, never the Boost that
// conflicts; and what CMake looks for is in docs/dependencies.md.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, finds, holds, read } from './house.mjs';

export function packageLists(house) {
    const found = [];
    for (const path of filesIn(house, 'packaging').filter((p) => /^packaging\/debian-\w+\.txt$/.test(p))) {
        const names = read(house, path).split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
        for (const name of names) {
            if (!/^[a-z0-9][a-z0-9.+-]*$/.test(name)) found.push(`${path}: '${name}' is no Debian package name`);
            if (/^libboost(-\w+)?-dev$/.test(name)) found.push(`${path}: ${name} is 1.74 and conflicts with 1.81`);
        }
        const twice = names.find((name, i) => names.indexOf(name) !== i);
        if (twice) found.push(`${path} names ${twice} twice`);
    }
    return found;
}

/** Words by which docs/dependencies.md knows what CMake calls otherwise. */
const otherNames = { Threads: null, PkgConfig: null, ZLIB: 'zlib', 'sqlite3': 'SQLite', date: "Hinnant's date", vips: 'libvips' };

export function dependenciesAreTold(house) {
    if (!existsSync(join(house, 'docs/dependencies.md'))) return [];
    const document = read(house, 'docs/dependencies.md').toLowerCase();
    const found = [];
    for (const path of filesIn(house).filter((p) => /CMakeLists\.txt$|\.cmake$/.test(p))) {
        const text = read(house, path).replace(/#.*$/gm, '');
        const names = [...text.matchAll(/find_package\s*\(\s*(\w+)/g), ...text.matchAll(/pkg_check_modules\s*\(\s*\w+(?:\s+(?:REQUIRED|IMPORTED_TARGET))*\s+([\w+-]+)/g)];
        for (const [, name] of names) {
            const word = name in otherNames ? otherNames[name] : name;
            if (word && !document.includes(word.toLowerCase())) found.push(`${path} needs ${name}; docs/dependencies.md does not say why`);
        }
    }
    return [...new Set(found)];
}

holds('the package lists are well formed', packageLists);
holds('docs/dependencies.md knows everything CMake looks for', dependenciesAreTold);

finds('the Boost that conflicts', packageLists, {
    files: { 'packaging/debian-build.txt': 'g++\nlibboost-dev\n' }, mended: { 'packaging/debian-build.txt': 'g++\nlibboost1.81-dev   # not libboost-dev\n' }, expected: /conflicts/,
});
finds('a package named twice', packageLists, { files: { 'packaging/debian-run.txt': 'tzdata\ntzdata\n' }, expected: /twice/ });
finds('a library nobody explained', dependenciesAreTold, {
    files: { 'docs/dependencies.md': '| SQLite |\n', 'kernel/CMakeLists.txt': 'find_package(CLI11 2.1)\npkg_check_modules(S REQUIRED IMPORTED_TARGET sqlite3>=3.40)\n' },
    mended: { 'docs/dependencies.md': '| SQLite | CLI11 |\n' }, expected: /needs CLI11/,
});
