// Every public header compiles by itself, with only the folders its room may reach. What compiled once is remembered by the
// contents of the header and of everything of ours that it includes.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { filesIn, finds, holds, includesOf, modulesOf, read, root } from './house.mjs';

const compiler = process.env.CXX ?? 'g++';
const memory = join(root, 'build/headers-alone.json');

const publicHeaders = (house) => ['kernel/include', 'net/include', 'modules'].flatMap((folder) => filesIn(house, folder))
    .filter((path) => /^(kernel|net)\/include\/.*\.h$/.test(path) || /^modules\/[^/]+\/include\/.*\.h$/.test(path));

/** The include folders that the header's room may reach. */
function foldersFor(house, header) {
    const modules = modulesOf(house);
    const folders = new Set(['kernel/include']);
    const open = (name) => {
        const folder = `modules/${name}/include`;
        if (folders.has(folder)) return;
        folders.add(folder);
        for (const used of modules.get(name) ?? []) open(used);
    };
    const [room, name] = header.split('/');
    if (room === 'modules') open(name);
    if (room === 'net') folders.add('net/include');
    return [...folders].filter((folder) => existsSync(join(house, folder)));
}

/** The header and everything of ours that it includes, with contents. */
function closure(house, header, folders, seen = new Map()) {
    if (seen.has(header)) return seen;
    seen.set(header, read(house, header));
    for (const { name, quoted } of includesOf(house, header)) {
        if (!quoted) continue;
        const folder = folders.find((f) => existsSync(join(house, f, name)));
        if (folder) closure(house, join(folder, name), folders, seen);
    }
    return seen;
}

function compileAlone(house, header, folders) {
    const args = ['-std=c++20', '-fsyntax-only', '-Wall', '-Wextra', '-Werror', '-DBOOST_ERROR_CODE_HEADER_ONLY',
        ...folders.map((f) => `-I${join(house, f)}`), '-include', join(house, header), '-x', 'c++', '/dev/null'];
    return new Promise((resolve) => {
        execFile(compiler, args, { maxBuffer: 1 << 24 }, (error, _out, said) => resolve(error ? said.split('\n').slice(0, 6).join('\n') : ''));
    });
}

const remembered = () => (existsSync(memory) ? new Set(JSON.parse(readFileSync(memory, 'utf8'))) : new Set());

export async function headersAlone(house) {
    const version = execFileSync(compiler, ['--version'], { encoding: 'utf8' }).split('\n')[0];
    const known = remembered();
    const good = [];
    const found = [];
    const waiting = publicHeaders(house);
    const worker = async () => {
        for (let header = waiting.shift(); header; header = waiting.shift()) {
            const folders = foldersFor(house, header);
            const contents = [...closure(house, header, folders)].sort().flat();
            const hash = createHash('sha256').update(JSON.stringify([version, contents, folders])).digest('hex');
            const said = known.has(hash) ? '' : await compileAlone(house, header, folders);
            if (said) found.push(`${header} does not compile alone:\n${said}`);
            else good.push(hash);
            if (!/^#pragma once$/m.test(read(house, header))) found.push(`${header} lacks #pragma once`);
        }
    };
    await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
    if (house === root) {
        mkdirSync(join(root, 'build'), { recursive: true });
        writeFileSync(memory, JSON.stringify(good));
    }
    return found;
}

holds('every public header compiles by itself', headersAlone);
finds('a header that leans on its includer', headersAlone, {
    files: { 'kernel/include/liren/leaning.h': '#pragma once\nstd::string name();\n' },
    mended: { 'kernel/include/liren/leaning.h': '#pragma once\n#include <string>\nstd::string name();\n' }, expected: /leaning\.h does not compile alone/,
});
finds('a header that reaches a module it does not use', headersAlone, {
    files: {
        'modules/places/CMakeLists.txt': 'liren_module(places SOURCES a.cpp)', 'modules/places/include/places/places.h': '#pragma once\n',
        'modules/cases/CMakeLists.txt': 'liren_module(cases SOURCES a.cpp)', 'modules/cases/include/cases/cases.h': '#pragma once\n#include "places/places.h"\n',
    },
    mended: { 'modules/cases/CMakeLists.txt': 'liren_module(cases USES places SOURCES a.cpp)' }, expected: /cases\.h does not compile alone/,
});
finds('a header without #pragma once', headersAlone, { files: { 'kernel/include/liren/twice.h': 'struct Twice;\n' }, expected: /lacks #pragma once/ });
