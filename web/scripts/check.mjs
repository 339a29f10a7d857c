// What vue-tsc cannot see: literal colours outside the tokens, Chinese outside the language files, keys missing or unused in a language,
// and what a phone of 2020 does not know. `node scripts/check.mjs --self-test` plants one of each and must find them.
import { readFileSync, readdirSync } from 'node:fs'
import { relative, resolve, join } from 'node:path'

const here = resolve(import.meta.dirname, '..')
const walk = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? walk(join(folder, one.name)) : [join(folder, one.name)]))

const NAMED = /(?<![\w-])(?:color|background(?:-color)?|border(?:-\w+)*|outline|fill|stroke|box-shadow)\s*[:=]\s*["']?[^;"'}\n]*(?<![\w-])(?:white|black|red|green|blue|gray|grey|orange|yellow|purple)(?![\w-])/
const HEX = /(?<!href=["'])#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![\w-])/
const FUNCTION = /(?<![\w-])(?:rgba?|hsla?|oklch|lab|color-mix)\(/
const CHINESE = /[\u3400-\u9fff\uff01-\uff5e]/
/** Chromium 87 and Safari 14.1 do not have these; the console's floor is Chromium 88. */
const TOO_NEW = [/\.at\(-?\d/, /structuredClone\(/, /Object\.hasOwn\(/, /randomUUID\(/, /\.findLast\(/, /\.toSorted\(/, /\.replaceChildren\(/, /AbortSignal\.timeout/, /(?<![\w-])aspect-ratio:/, /:has\(/, /:is\(/, /:where\(/, /@container/, /@layer/, /\d(?:dvh|svh|lvh)\b/, /(?<![\w-])inset:/, /<dialog/]

export function look_at(path, text, problems, used) {
  const name = relative(here, path)
  const say = (line, what) => problems.push(`${name}:${line}: ${what}`)
  const language = name.startsWith('src/lang/')
  text.split('\n').forEach((line, i) => {
    if (!name.endsWith('tokens.css') && !name.endsWith('mark.svg') && !language && (HEX.test(line) || FUNCTION.test(line) || NAMED.test(line))) say(i + 1, 'a literal colour; name a token')
    if (!language && CHINESE.test(line) && !/^\s*(?:\/\/|\*|\/\*)/.test(line) && !name.endsWith('.css')) say(i + 1, 'Chinese text outside the language files')
    if (!language) for (const what of TOO_NEW) if (what.test(line)) say(i + 1, `newer than the baseline: ${what.source}`)
  })
  if (language) return
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '')
  // a call, or a key held as a value: any quoted text that is a key counts; `state.${x}` uses every key with that beginning
  for (const [, key] of code.matchAll(/['"`]([a-z_]+(?:\.[\w-]+)*)['"`]/g)) used.keys.add(key)
  for (const [, key] of code.matchAll(/\bt\(\s*'([^']+)'/g)) { used.keys.add(key); used.calls.push([name, key]) }
  for (const [, beginning, , ending] of code.matchAll(/`([a-z_]+(?:\.[\w-]+)*\.)\$\{([^`]*?)\}([\w.]*)`/g)) used.patterns.push([beginning, ending])
}

function check(extra = []) {
  const problems = [], used = { keys: new Set(), calls: [], patterns: [] }
  const paths = [...walk(join(here, 'src')), ...['resident', 'worker', 'console'].map((app) => join(here, app, 'index.html'))].filter((path) => /\.(?:ts|vue|css|json|svg)$/.test(path))
  for (const path of paths) look_at(path, readFileSync(path, 'utf8'), problems, used)
  for (const [path, text] of extra) look_at(join(here, path), text, problems, used)
  const read = (app, language) => JSON.parse(readFileSync(join(here, `src/lang/${app}.${language}.json`), 'utf8'))
  const known = new Map()
  for (const app of ['common', 'resident', 'worker', 'console']) {
    const zh = read(app, 'zh-CN'), en = read(app, 'en')
    known.set(app, zh)
    for (const key of Object.keys(zh)) {
      if (!(key in en)) problems.push(`src/lang/${app}.en.json: "${key}" is missing`)
      else {
        const names = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort().join()
        if (names(zh[key]) !== names(en[key]) && !en[key].includes('|')) problems.push(`src/lang/${app}.en.json: "${key}" fills other places than the Chinese`)
        if (CHINESE.test(en[key]) && key !== 'language.other') problems.push(`src/lang/${app}.en.json: "${key}" holds Chinese`)
      }
      if (app !== 'common' && key in known.get('common')) problems.push(`src/lang/${app}: "${key}" is already in common`)
      const by_pattern = used.patterns.some(([beginning, ending]) => key.startsWith(beginning) && key.endsWith(ending))
      if (!used.keys.has(key) && !by_pattern) problems.push(`src/lang/${app}.zh-CN.json: "${key}" is not used`)
      if (/[\u4e00-\u9fff][,:?;!]/.test(zh[key])) problems.push(`src/lang/${app}.zh-CN.json: "${key}" has a half-width mark after Chinese`)
    }
    for (const key of Object.keys(en)) if (!(key in zh)) problems.push(`src/lang/${app}.zh-CN.json: "${key}" is missing`)
  }
  for (const [name, key] of used.calls) {
    const app = /^src\/(resident|worker|console)\//.exec(name)?.[1]
    const holders = app ? ['common', app] : ['common']
    if (!holders.some((one) => key in known.get(one)) && !(app === undefined && ['resident', 'worker', 'console'].every((one) => key in known.get(one)))) problems.push(`${name}: no text "${key}" in ${holders.join(' or ')}`)
  }
  return problems
}

if (process.argv.includes('--self-test')) {
  const found = check([['src/resident/planted.vue', "<p style=\"color: #123456\">\u4f60\u597d</p>\nconst x = t('no.such_key')\nlist.at(-1)"]]).join('\n')
  for (const expected of ['literal colour', 'Chinese text', 'no text "no.such_key"', 'newer than']) if (!found.includes(expected)) { console.error(`the check does not see: ${expected}`); process.exit(1) }
  console.log('the check sees what is planted')
} else {
  const problems = check()
  for (const problem of problems) console.error(problem)
  console.log(problems.length ? `${problems.length} problems` : 'colours, texts and keys are in order')
  process.exit(problems.length ? 1 : 0)
}
