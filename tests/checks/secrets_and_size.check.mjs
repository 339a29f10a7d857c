// What must never be committed: keys, large files, paths of one machine, addresses of places the house does not speak to.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import { filesIn, finds, holds, lineOf, read } from './house.mjs';

const largest = 400 * 1024;
const isText = (path) => !/\.(jpg|jpeg|png|webp|heic|ico|woff2?|ttf|otf|pdf|xlsx|gz|br)$/.test(path);

/** Lines of a list beside this file, in the house that is looked at. */
function listed(house, name) {
    const path = join(house, 'tests/checks', name);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').map((l) => l.replace(/#.*/, '').trim()).filter(Boolean) : [];
}

export function smallFiles(house) {
    const excepted = new Set(listed(house, 'large_files.txt'));
    return filesIn(house).filter((path) => statSync(join(house, path)).size > largest && !excepted.has(path))
        .map((path) => `${path} has ${Math.round(statSync(join(house, path)).size / 1024)} KB; more than 400 must be listed in tests/checks/large_files.txt with a reason`);
}

const texts = (house) => filesIn(house).filter(isText).map((path) => [path, read(house, path)]);

export function noKeys(house) {
    const found = [];
    for (const [path, text] of texts(house)) {
        const m = /-{5}BEGIN [A-Z ]*PRIVATE KEY-{5}|\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|npm_[A-Za-z0-9]{36})\b|_authToken\s*=/.exec(text);
        if (m) found.push(`${path}:${lineOf(text, m.index)} holds what looks like a secret`);
    }
    return found;
}

export function noMachinePaths(house) {
    const found = [];
    for (const [path, text] of texts(house)) {
        const m = /(?<![\w.}$/])\/(work|home\/[a-z_]\w*|Users\/\w+|mnt\/\w+)\//.exec(text);
        if (m) found.push(`${path}:${lineOf(text, m.index)} names '${m[0]}', a path of one machine`);
    }
    return found;
}

/** Every address in the house is on the list of hosts; so no package registry is ever named. */
export function knownHosts(house) {
    const hosts = listed(house, 'allowed_hosts.txt');
    const allowed = (host) => hosts.some((known) => (known.startsWith('*.') ? host.endsWith(known.slice(1)) : host === known));
    const found = [];
    for (const [path, text] of texts(house)) {
        const addresses = /package-lock\.json$/.test(path) ? '' : text;   // a lock file names its packages' homes
        for (const m of addresses.matchAll(/\b(?:https?|wss?|ftp|git\+ssh|git\+https):\/\/(?:[\w.-]+@)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)/g)) {
            if (!allowed(m[1].toLowerCase())) found.push(`${path}:${lineOf(text, m.index)} names the host ${m[1]}, which is not in tests/checks/allowed_hosts.txt`);
        }
        if (/package-lock\.json$/.test(path) && /"resolved":\s*"http/.test(text)) found.push(`${path} names where packages came from; npm's omit-lockfile-registry-resolved is off`);
    }
    return found;
}

holds('no file above 400 KB that is not listed', smallFiles);
holds('no keys', noKeys);
holds('no paths of one machine', noMachinePaths);
holds('no address of a host that is not listed', knownHosts);

finds('a large file', smallFiles, {
    files: { 'packs/big.csv': 'x'.repeat(largest + 1) }, mended: { 'tests/checks/large_files.txt': 'packs/big.csv   # a reason\n' }, expected: /big\.csv has 400 KB/,
});
finds('a private key', noKeys, { files: { 'docs/a.pem': `${'-'.repeat(5)}BEGIN EC PRIVATE KEY${'-'.repeat(5)}\n` }, mended: { 'docs/a.pem': '' }, expected: /a\.pem:1/ });
finds('a path of one machine', noMachinePaths, { files: { 'dev': `cd /${'home'}/anna/liren\n` }, mended: { 'dev': 'cd "$root/home/work"\n' }, expected: /a path of one machine/ });
finds('an unknown host', knownHosts, {
    files: { 'web/a.ts': `fetch('https://${'registry'}.example.net/x')\n` }, mended: { 'tests/checks/allowed_hosts.txt': '*.example.net\n' }, expected: /names the host/,
});
finds('a lock file that says where packages came from', (house) => knownHosts(house).filter((v) => /package-lock/.test(v)).slice(-1), {
    files: { 'web/package-lock.json': '{"a": {"resolved": "https://x.example.net/a.tgz"}}' }, mended: { 'web/package-lock.json': '{}' }, expected: /omit-lockfile/,
});
