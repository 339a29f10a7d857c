// ./dev bench http: measures the goals of speed and prints one table. Ratios come from rounds that alternate with the baseline;
// CPU time comes from each process's own accounting, because this machine is not ours alone.
import { existsSync } from 'node:fs'
import { start_fastify, start_nginx } from './baselines.mjs'
import { ask_json, cases, directory, sign_in, start_liren } from './liren.mjs'
import { build, median, root, run, Server, sleep } from './measure.mjs'
import { print, row } from './table.mjs'

const rounds = 3
const seconds = 2
const micro = (value) => `${value.toFixed(1)} µs`
const times = (value) => `${value.toFixed(2)} ×`

/** Runs the measurements in turn, `rounds` times; the medians of each one's figures. */
async function alternating(measurements) {
  const kept = measurements.map(() => [])
  for (const measure of measurements) await measure(1)
  for (let round = 0; round < rounds; ++round) for (const [i, measure] of measurements.entries()) kept[i].push(await measure(seconds))
  return kept.map((results) => Object.fromEntries(Object.keys(results[0]).map((figure) => [figure, median(results.map((result) => result[figure]))])))
}

async function start_and_memory(data) {
  const starts = []
  let memory = 0
  for (let round = 0; round < rounds + 1; ++round) {
    const server = await start_liren(data)
    starts.push(server.ready_after)
    if (round === rounds) {
      await sleep(2500)
      memory = server.memory()
    }
    await server.stop()
  }
  starts.shift() // the first also fetches the files from the disk
  row(`start with ${cases} cases, exec to ready`, { measured: `${median(starts).toFixed(0)} ms`, value: median(starts), goal: 150, unit: ' ms' })
  row('memory when idle', { measured: `${memory.toFixed(1)} MB`, value: memory, goal: 40, unit: ' MB' })
}

async function trivial(liren) {
  const nginx = await start_nginx()
  const fastify = await start_fastify()
  const [own, page, of_nginx, of_fastify] = await alternating([
    (s) => liren.load('/healthz', { seconds: s }),
    (s) => liren.load('/assets/mark.svg', { seconds: s }),
    (s) => nginx.load('/', { seconds: s }),
    (s) => fastify.load('/', { seconds: s }),
  ].filter(Boolean))
  await nginx.stop()
  await fastify.stop()
  row('trivial GET, against nginx static 1 KB', { measured: micro(own.cpu), baseline: micro(of_nginx.cpu), ratio: times(of_nginx.cpu / own.cpu), value: of_nginx.cpu / own.cpu, goal: 1.2, least: true, unit: ' ×' })
  row('trivial GET, against Fastify 1 KB', { measured: micro(own.cpu), baseline: micro(of_fastify.cpu), ratio: times(of_fastify.cpu / own.cpu), value: of_fastify.cpu / own.cpu, goal: 2, least: true, unit: ' ×' })
  row('embedded file, against nginx static 1 KB', { measured: micro(page.cpu), baseline: micro(of_nginx.cpu), ratio: times(of_nginx.cpu / page.cpu) })
}

const readers = { 'district-leader': 'district leader', 'community-worker': 'community worker', 'grid-worker': 'grid worker' }

async function reads(liren) {
  const measurements = []
  const names = []
  for (const [card, name] of Object.entries(readers)) {
    const headers = { Cookie: await sign_in(liren, card) }
    for (const state of ['reported', 'dispatched']) {
      const path = `/api/d/140502/cases?state=${state}&limit=20`
      const { items } = await ask_json(liren, path, headers.Cookie)
      if (items.length !== 20 || items.some((line) => line.state !== state)) throw new Error(`${name} does not get 20 cases that are ${state}`)
      names.push(`20 newest, ${state}, ${name}`)
      measurements.push((s) => liren.load(path, { seconds: s, headers }))
      if (state !== 'reported' || card !== 'grid-worker') continue
      const one = `/api/d/140502/cases/${items[0].id}`
      await ask_json(liren, one, headers.Cookie)
      names.unshift('one case, grid worker')
      measurements.unshift((s) => liren.load(one, { seconds: s, headers }))
    }
  }
  const figures = await alternating(measurements)
  for (const [i, figure] of figures.entries()) row(names[i], { measured: micro(figure.cpu), value: figure.cpu, goal: i === 0 ? 20 : 45, unit: ' µs' })
}

async function reports(liren) {
  const bare_directory = await directory('bare')
  const report = await sign_in(liren, 'resident')
  const leader = await sign_in(liren, 'district-leader')
  const statistics = () => ask_json(liren, '/test/statistics', leader)
  let commits = 0
  let writes = 0
  const [own, bare] = await alternating([
    async (s) => {
      const before = await statistics()
      const counted = await liren.load('/api/d/140502/cases', { seconds: s, report })
      const after = await statistics()
      commits += after.commits - before.commits
      writes += after.writes - before.writes
      return counted
    },
    async (s) => {
      const counted = JSON.parse(await run(`${build}/bench/bench_bare_loop`, [bare_directory, `${s}`]))
      return { cpu: counted.cpu_us, per_second: counted.reports / counted.seconds }
    },
  ])
  row('report a case, durable, 64 connections: CPU', { measured: micro(own.cpu), baseline: micro(bare.cpu), ratio: times(bare.cpu / own.cpu), value: own.cpu, goal: 180, unit: ' µs' })
  row('… reports a second, against a bare loop', {
    measured: own.per_second.toFixed(0), baseline: bare.per_second.toFixed(0), ratio: times(own.per_second / bare.per_second), value: own.per_second / bare.per_second, goal: 0.6, least: true, unit: ' ×',
  })
  row('… reports a commit', { measured: (writes / commits).toFixed(1), value: writes / commits, goal: 16, least: true })
  const { intact, fault } = await ask_json(liren, '/test/chain?store=d140502', leader)
  if (!intact) throw new Error(`the chain of events is broken: ${fault}`)
}

async function first_load() {
  if (!existsSync(`${root}/web/dist`)) return row('first load, gzip', { measured: 'web/dist is not built' })
  const said = await run(process.execPath, [`${root}/web/scripts/size.mjs`]).catch((failure) => failure.stdout)
  for (const [, app, size, limit] of said.matchAll(/^(\w+): ([\d.]+) KB gzip.*promise (\d+) KB/gm)) row(`first load, ${app}, gzip`, { measured: `${size} KB`, value: Number(size), goal: Number(limit), unit: ' KB' })
}

const data = await directory('liren')
const only = process.argv[2] // one part alone, while working on it
const parts = { trivial, reads, reports }
try {
  if (!only) await start_and_memory(data)
  const liren = await start_liren(data, '--threads', '1')
  for (const [name, part] of Object.entries(parts)) if (!only || only === name) await part(liren)
  await liren.stop()
  if (!only) await first_load()
} finally {
  for (const server of Server.running) await server.stop()
}
print()
