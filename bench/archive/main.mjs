// The archive's goals: people imported from spreadsheets, then found, listed and opened, through HTTP, by three levels of staff.
// The baseline of the import is the sqlite3 program reading the same rows into a table with as many indexes.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ask, build, free_port, median, Server, sleep } from '../http/measure.mjs'
import { ask_json, sign_in } from '../http/liren.mjs'
import { print, row } from '../http/table.mjs'

const people = Number(process.env.LIREN_ROWS ?? 100_000)
const a_file = 200_000 // rows of one spreadsheet
const api = '/api/d/140502'
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国']

/** An invented number: 140599 was never given to a county. */
function id_number(i) {
  const year = 1940 + (i % 80), month = 1 + (Math.floor(i / 80) % 12), day = 1 + (Math.floor(i / 960) % 28)
  const body = `140599${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${String(Math.floor(i / 26_880) % 1000).padStart(3, '0')}`
  return body + '10X98765432'[[...body].reduce((sum, digit, at) => sum + digit * weights[at], 0) % 11]
}
/** Names come round every 15,680 and births every 26,880 people: one further each round, so that no two share both. */
function name_of(i) {
  const at = i + Math.floor(i / 15_680)
  return surnames[at % 20] + given[Math.floor(at / 20) % 28] + given[Math.floor(at / 560) % 28]
}
const phone_of = (i) => `138${String(10_000_000 + i)}`
const education = ['小学', '初中', '高中', '大专', '本科']

function spreadsheet(first, count) {
  const lines = ['姓名,身份证号,手机号,文化程度,网格,备注']
  for (let i = first; i < first + count; ++i) lines.push(`${name_of(i)},${id_number(i)},${phone_of(i)},${education[i % 5]},第${1 + (i % 3)}网格,编号${i}`)
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`)
}

const bytes_of = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0)

async function step(server, cookie, path, verb, state) {
  const { version } = await ask_json(server, path, cookie)
  const origin = `http://127.0.0.1:${server.port}`
  const headers = { Cookie: cookie, Origin: origin, Host: `127.0.0.1:${server.port}`, 'Content-Type': 'application/json', 'If-Match': `"v${version}"`, 'Idempotency-Key': `${verb}-${path}-${version}` }
  const answer = await ask(server.port, `${path}/${verb}`, { method: 'POST', headers, body: '{}' })
  if (answer.status !== 200) throw new Error(`${verb}: ${answer.status} ${answer.body}`)
  for (;;) {
    const now = await ask_json(server, path, cookie)
    if (now.state === state) return now
    if (now.trouble) throw new Error(now.trouble)
    await sleep(100)
  }
}

async function timed(server, work) {
  const cpu = server.cpu(), begin = performance.now()
  await work()
  return { cpu: server.cpu() - cpu, seconds: (performance.now() - begin) / 1000 }
}

function baseline(folder) {
  const table = join(folder, 'rows.csv')
  writeFileSync(table, spreadsheet(0, people).subarray(3))
  const database = join(folder, 'baseline.db')
  const sql = `pragma journal_mode=wal;create table people(name text, id_number text, phone text, education text, grid text, note text);
create unique index a on people(id_number);create index b on people(name);create index c on people(grid,name);create index d on people(phone);create index e on people(education,name);`
  execFileSync('sqlite3', [database, sql])
  const begin = performance.now()
  const done = spawnSync('bash', ['-c', `time -p sqlite3 ${database} -cmd '.mode csv' ".import --skip 1 ${table} people"`], { encoding: 'utf8' })
  const of = (word) => Number(new RegExp(`${word} ([\\d.]+)`).exec(done.stderr)[1])
  return { seconds: (performance.now() - begin) / 1000, cpu: (of('user') + of('sys')) * 1e6 }
}

async function import_people(server, cookie, area) {
  const sum = { check: { cpu: 0, seconds: 0 }, write: { cpu: 0, seconds: 0 } }
  for (let first = 0; first < people; first += a_file) {
    const count = Math.min(a_file, people - first)
    const headers = { Cookie: cookie, Origin: `http://127.0.0.1:${server.port}`, Host: `127.0.0.1:${server.port}`, 'Content-Type': 'text/csv', 'Idempotency-Key': `upload-${first}` }
    const made = await ask(server.port, `${api}/imports?register=people.person&area=${area}&name=rows-${first}.csv`, { method: 'POST', headers, body: spreadsheet(first, count) })
    if (made.status !== 201) throw new Error(`upload: ${made.status} ${made.body}`)
    const path = `${api}/imports/${JSON.parse(made.body).id}`
    for (const [verb, state, part] of [['check', 'checked', sum.check], ['writing', 'written', sum.write]]) {
      const used = await timed(server, () => step(server, cookie, path, verb, state))
      part.cpu += used.cpu
      part.seconds += used.seconds
    }
    const now = await ask_json(server, path, cookie)
    const written = now.outcomes.filter(({ settled }) => settled === 1).reduce((all, { number }) => all + number, 0)
    if (written !== count) throw new Error(`${count} rows, ${written} written: ${JSON.stringify(now.outcomes)}`)
  }
  return sum
}

/** Asked for, made and fetched; the administrator lets masked ones pass, so that nobody's word is timed. */
async function export_people(server, cookie, columns) {
  const origin = `http://127.0.0.1:${server.port}`
  const write = async (method, path, who, body) => {
    const headers = { Cookie: who, Origin: origin, Host: `127.0.0.1:${server.port}`, 'Content-Type': 'application/json', 'Idempotency-Key': `${path}-${columns}-${performance.now()}` }
    const answer = await ask(server.port, path, { method, headers, body: JSON.stringify(body) })
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body}`)
    return answer.body
  }
  await write('PATCH', `${api}/export-parameters`, await sign_in(server, 'administrator'), { free_rows: 1_048_000 })
  let made
  const used = await timed(server, async () => {
    made = JSON.parse(await write('POST', `${api}/exports`, cookie, { register_kind: 'people.person', query: '', columns, clear: false, format: 'xlsx', reason: 'bench' }))
    while (made.state === 'making') {
      await sleep(20)
      made = await ask_json(server, `${api}/exports/${made.id}`, cookie)
    }
    if (made.state !== 'ready') throw new Error(`the export is ${made.state}: ${made.trouble}`)
  })
  const fetched = await timed(server, () => write('POST', `${api}/exports/${made.id}/download`, cookie, {}))
  return { rows: made.done, cpu: used.cpu + fetched.cpu, seconds: used.seconds + fetched.seconds }
}

async function p95(server, cookie, paths) {
  const times = []
  for (const path of paths) {
    const begin = performance.now()
    await ask_json(server, path, cookie)
    times.push(performance.now() - begin)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]
}

const micro = (value) => `${value.toFixed(1)} µs`
const milli = (value) => `${value.toFixed(2)} ms`

const folder = mkdtempSync(join(tmpdir(), 'liren-archive-'))
const port = await free_port()
const server = await Server.start('archive', port, `${build}/app/liren`, ['serve', '--test', '--demo-cases', '0', '--data', folder + '/data', '--port', `${port}`, '--limit-scale', '100000'], '/readyz')
try {
  const cookies = {}
  for (const card of ['community-worker', 'grid-worker', 'subdistrict-leader']) cookies[card] = await sign_in(server, card)
  const me = await ask_json(server, '/api/gate/session', cookies['community-worker'])
  const area = me.grants.find(({ role }) => role === 'community_worker').area
  const plain = baseline(folder)
  const before = bytes_of(folder + '/data/stores')
  const used = await import_people(server, cookies['community-worker'], area)
  const cpu = used.check.cpu + used.write.cpu, seconds = used.check.seconds + used.write.seconds
  row(`import ${people} people: CPU a row, judged`, { measured: micro(used.check.cpu / people) })
  row('… written (sealed, indexed, searchable, undoable)', { measured: micro(used.write.cpu / people) })
  row('… both, against sqlite3 .import', { measured: micro(cpu / people), baseline: micro(plain.cpu / people), ratio: `${(cpu / plain.cpu).toFixed(1)} ×`, value: cpu / plain.cpu, goal: 5, unit: ' ×' })
  row('… rows a second, from the dry run to the end', { measured: (people / seconds).toFixed(0) })
  row('stores, per person', { measured: `${((bytes_of(folder + '/data/stores') - before) / people).toFixed(0)} B`, value: (bytes_of(folder + '/data/stores') - before) / people, goal: 1500, unit: ' B' })
  row('memory after it', { measured: `${server.memory().toFixed(1)} MB` })
  for (const [card, cookie] of Object.entries(cookies)) {
    const some = Array.from({ length: 200 }, (_, i) => Math.floor((i * people) / 200))
    for (const [what, word] of [['name', (i) => encodeURIComponent(name_of(i))], ['initials', () => 'wwf'], ['last four', (i) => id_number(i).slice(-4)], ['telephone', phone_of]])
      row(`find by ${what}, ${card}: p95`, await p95(server, cookie, some.map((i) => `${api}/people?q=${word(i)}`)).then((ms) => ({ measured: milli(ms), value: ms, goal: 5, unit: ' ms' })))
    const list = []
    for (const query of ['', '?sex=1&education=20']) {
      const rounds = []
      for (let round = 0; round < 3; ++round) rounds.push((await server.load(`${api}/people${query}`, { headers: { Cookie: cookie } })).cpu)
      list.push(median(rounds))
    }
    row(`list, ${card}: CPU`, { measured: micro(list[0]), value: list[0], goal: 1000, unit: ' µs' })
    row(`list, two filters, ${card}: CPU`, { measured: micro(list[1]), value: list[1], goal: 1000, unit: ' µs' })
  }
  for (const columns of ['listed', 'all']) {
    const out = await export_people(server, cookies['community-worker'], columns)
    const a_second = out.rows / (out.cpu / 1e6)
    row(`export ${out.rows} rows, masked, ${columns} columns, .xlsx: rows a second of CPU`, { measured: a_second.toFixed(0), ...(columns === 'listed' ? { value: a_second, goal: 100_000, least: true, unit: ' rows/s' } : {}) })
    row('… by the clock, from asking to the last byte', { measured: (out.rows / out.seconds).toFixed(0) })
    row('… memory after it', { measured: `${server.memory().toFixed(1)} MB` })
  }
  const { items: [one] } = await ask_json(server, `${api}/people?q=${id_number(7)}`, cookies['community-worker'])
  for (const part of ['', '/related', '/history']) {
    const load = await server.load(`${api}/people/${one.id}${part}`, { headers: { Cookie: cookies['community-worker'] } })
    row(`open an archive${part}: CPU`, { measured: micro(load.cpu), value: load.cpu, goal: 2000, unit: ' µs' })
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
print()
