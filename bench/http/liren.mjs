// Directories with 100,000 cases, and Liren serving one of them.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { ask, build, free_port, root, run, Server } from './measure.mjs'

export const cases = 100_000
const home = `${root}/build/bench-data`

/** Seeding takes a minute or two, so its result is kept until what it depends on changes. */
async function seeded() {
  const hash = createHash('sha256')
  for (const folder of ['kernel/migrations', 'modules', 'packs'])
    for (const file of readdirSync(`${root}/${folder}`, { recursive: true }).sort())
      if (/\.(sql|yaml|csv)$/.test(file)) hash.update(file).update(readFileSync(`${root}/${folder}/${file}`))
  hash.update(readFileSync(`${root}/bench/seed.cpp`))
  const seed = `${home}/seed-${hash.digest('hex').slice(0, 12)}`
  if (!existsSync(seed)) {
    rmSync(home, { recursive: true, force: true })
    process.stderr.write(`Making ${cases} cases …\n`)
    await run(`${build}/bench/bench_seed`, [`${seed}.new`, `${cases}`])
    renameSync(`${seed}.new`, seed)
  }
  return seed
}

export async function directory(name) {
  const copy = `${home}/${name}`
  const seed = await seeded()
  rmSync(copy, { recursive: true, force: true })
  cpSync(seed, copy, { recursive: true })
  return copy
}

export async function start_liren(data, ...options) {
  const port = await free_port()
  return Server.start('liren', port, `${build}/app/liren`, ['serve', '--test', '--data', data, '--port', `${port}`, ...options], '/readyz')
}

/** The cookie of a demo card's session. */
export async function sign_in(server, card) {
  const origin = `http://127.0.0.1:${server.port}`
  const headers = { Origin: origin, Host: `127.0.0.1:${server.port}`, 'Content-Type': 'application/x-www-form-urlencoded' }
  const answer = await ask(server.port, '/demo/sessions', { method: 'POST', headers, body: `card=${card}` })
  if (answer.status !== 303) throw new Error(`signing in as ${card}: ${answer.status} ${answer.body}`)
  return answer.headers['set-cookie'].map((cookie) => cookie.split(';')[0]).join('; ')
}

export async function ask_json(server, path, cookie) {
  const answer = await ask(server.port, path, { headers: { Cookie: cookie } })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`)
  return JSON.parse(answer.body)
}
