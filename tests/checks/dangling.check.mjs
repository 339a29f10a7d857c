// In C++20 `for (x : *f())` walks what the temporary pointer held after it is gone: when somebody renews it meanwhile, memory that was given
// back. The pointer is held in the loop's own first part instead.
import { filesIn, finds, holds, isCpp, lineOf, read, withoutComments } from './house.mjs';

export function dangling(house) {
    const found = [];
    for (const path of ['app', 'bench', 'image', 'kernel', 'modules', 'net', 'tests'].flatMap((folder) => filesIn(house, folder)).filter(isCpp)) {
        const code = withoutComments(read(house, path));
        for (const loop of code.matchAll(/\bfor \([^;{}]*? : (?:\*[\w:.]+(?:->[\w.]+)*\(|[\w:.]+\([^;{}]*\)->)/g)) {
            found.push(`${path}:${lineOf(code, loop.index)} walks what a temporary pointer holds; write for (const auto held = …; … : *held)`);
        }
    }
    return found;
}

holds('no loop walks what a temporary pointer holds', dangling);
finds('a loop over what a function\'s pointer holds', dangling, {
    files: { 'modules/a/a.cpp': 'void f() {\n    for (const int x : *all_of(house)) use(x);\n}\n' },
    mended: { 'modules/a/a.cpp': 'void f() {\n    for (const auto held = all_of(house); const int x : *held) use(x);\n}\n' }, expected: /a\.cpp:2/,
});
finds('a loop over a member of what a function\'s pointer holds', dangling, {
    files: { 'modules/a/a.cpp': 'void f() {\n    for (const int x : catalog(house)->categories) use(x);\n}\n' },
    mended: { 'modules/a/a.cpp': 'void f() {\n    const auto known = catalog(house);\n    for (const int x : known->categories) use(x);\n}\n' }, expected: /a\.cpp:2/,
});
