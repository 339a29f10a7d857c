// Every text a person reads stands in a language file: each key that C++ uses exists in every language, the languages hold the
// same keys and the same {places}, and no Chinese stands in code.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, finds, holds, insideBrackets, isCpp, lineOf, read, withoutComments } from './house.mjs';

const languages = ['zh-CN', 'en'];
const keyPattern = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/;
/** Calls whose string arguments of the form module.key are text keys. */
const sayingCalls = /\b(Error|FieldError|require|not_found|fault|refuse|warn|text|title_key|label)\s*([({])/g;

/** Beginnings of the names of language files: 'lang/', 'modules/cases/lang/', 'web/src/lang/worker.' … */
function languageSets(house) {
    const pattern = /^((?:lang|kernel\/lang|modules\/[^/]+\/lang|web\/src\/lang)\/(?:\w+\.)?)(?:zh-CN|en)\.json$/;
    return [...new Set(['lang', 'kernel/lang', 'modules', 'web/src/lang'].flatMap((f) => filesIn(house, f)).map((p) => p.match(pattern)?.[1]).filter(Boolean))];
}

function flatten(value, prefix = '', into = new Map()) {
    for (const [key, inner] of Object.entries(value)) {
        const name = prefix ? `${prefix}.${key}` : key;
        if (inner && typeof inner === 'object') flatten(inner, name, into);
        else into.set(name, inner);
    }
    return into;
}

/** Map of key → text of one language, or null where the file is absent. */
function textsOf(house, set, language) {
    const path = `${set}${language}.json`;
    return existsSync(join(house, path)) ? flatten(JSON.parse(read(house, path))) : null;
}

const placesIn = (text) => [...new Set([...String(text).matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort().join(' ');

export function languagesAgree(house) {
    const found = [];
    for (const set of languageSets(house)) {
        const [first, ...others] = languages.map((language) => [language, textsOf(house, set, language)]);
        for (const [language, texts] of [first, ...others]) {
            if (!texts) found.push(`${set}${language}.json is missing`);
            for (const [key, text] of texts ?? []) {
                if (typeof text !== 'string' || !text.trim()) found.push(`${set}${language}.json: ${key} is empty`);
            }
        }
        for (const [language, texts] of others) {
            if (!texts || !first[1]) continue;
            for (const key of first[1].keys()) if (!texts.has(key)) found.push(`${set}${language}.json lacks ${key}`);
            for (const [key, text] of texts) {
                if (!first[1].has(key)) found.push(`${set}${first[0]}.json lacks ${key}`);
                else if (placesIn(text) !== placesIn(first[1].get(key))) found.push(`${set}*: ${key} has other {places} in ${language} than in ${first[0]}`);
            }
        }
    }
    return found;
}

export function usedKeysExist(house) {
    const known = new Set(languageSets(house).flatMap((set) => [...(textsOf(house, set, languages[0])?.keys() ?? [])]));
    const found = [];
    for (const path of ['app', 'kernel', 'modules', 'net'].flatMap((f) => filesIn(house, f)).filter((p) => isCpp(p) && !/\/(tests|bench)\//.test(p))) {
        const code = withoutComments(read(house, path));
        for (const call of code.matchAll(sayingCalls)) {
            const open = call.index + call[0].length - 1;
            const inside = call[2] === '(' ? insideBrackets(code, open) : code.slice(open + 1, code.indexOf('}', open));
            for (const literal of inside.matchAll(/"([^"\\\n]*)"/g)) {
                if (keyPattern.test(literal[1]) && !known.has(literal[1])) {
                    found.push(`${path}:${lineOf(code, open + literal.index)} the text ${literal[1]} is in no language file`);
                }
            }
        }
    }
    return [...new Set(found)];
}

const mayHoldChinese = /(^|\/)(lang|packs|tests?|mock|node_modules)\/|^modules\/demo\/|\.(test|spec)\.(ts|mjs)$|^web\/(scripts|public)\//;

export function noChineseInCode(house) {
    const found = [];
    const code = ['app', 'image', 'kernel', 'modules', 'net', 'web'].flatMap((f) => filesIn(house, f))
        .filter((p) => (isCpp(p) || /\.(ts|mts|js|mjs|vue|html|css)$/.test(p)) && !mayHoldChinese.test(p));
    for (const path of code) {
        const text = withoutComments(read(house, path)).replace(/<!--[\s\S]*?-->|<title>[^<]*<\/title>/g, (c) => c.replace(/[^\n]/g, ' '));
        const m = /\p{Script=Han}+/u.exec(text);
        if (m) found.push(`${path}:${lineOf(text, m.index)} '${m[0]}' stands in code; texts stand in language files`);
    }
    return found;
}

holds('the languages hold the same keys and places', languagesAgree);
holds('every text key that C++ uses is in the language files', usedKeysExist);
holds('no Chinese stands in code', noChineseInCode);

const zh = '{"cases.own_closure": "不能自己结案", "cases.late": "超时 {hours} 小时"}';
const en = '{"cases.own_closure": "You may not close it yourself", "cases.late": "{hours} hours late"}';

finds('a key that one language lacks', languagesAgree, {
    files: { 'modules/cases/lang/zh-CN.json': zh, 'modules/cases/lang/en.json': '{"cases.late": "{hours} hours late"}' },
    mended: { 'modules/cases/lang/en.json': en }, expected: /en\.json lacks cases\.own_closure/,
});
finds('a place that one language lacks', languagesAgree, {
    files: { 'lang/zh-CN.json': zh, 'lang/en.json': en.replace('{hours} hours late', 'late') }, expected: /other \{places\}/,
});
finds('a language that is missing', languagesAgree, { files: { 'lang/zh-CN.json': zh }, expected: /en\.json is missing/ });
finds('an empty text', languagesAgree, { files: { 'lang/zh-CN.json': '{"a.b": "好"}', 'lang/en.json': '{"a.b": " "}' }, expected: /is empty/ });
finds('a key without a text', usedKeysExist, {
    files: { 'lang/zh-CN.json': '{}', 'modules/cases/close.cpp': 'require(a != b(1),\n    "cases.own_closure");\nlog("cases.closed");\n' },
    mended: { 'modules/cases/lang/zh-CN.json': zh }, expected: /close\.cpp:2 the text cases\.own_closure/,
});
finds('Chinese in C++', noChineseInCode, {
    files: { 'modules/cases/close.cpp': '// 民法典 278\nauto x = 10\'000;   // 行\nauto s = "结案";\n' }, mended: { 'modules/cases/close.cpp': '// 结案\n' }, expected: /close\.cpp:3 '结案'/,
});
finds('Chinese in a page', noChineseInCode, {
    files: { 'web/src/a.vue': '<!-- 说明 -->\n<template><p>上报</p></template>\n' }, mended: { 'web/src/a.vue': '<template><p>{{ t("a.b") }}</p></template>\n' }, expected: /a\.vue:2/,
});
