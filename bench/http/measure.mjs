// Processes, their own accounting, and wrk.
import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

export const root = resolve(import.meta.dirname, '../..')
export const build = process.env.LIREN_BUILD ?? `${root}/build/bench` // another build can be measured with the same driver
const run_file = promisify(execFile)
const ticks = 100 // USER_HZ: fixed at 100 on Linux

export const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms))
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

export function free_port() {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => found(port))
    })
  })
}

/** One request on a connection of its own; throws when nobody listens. */
export function ask(port, path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((answered, failed) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const pieces = []
      response.on('data', (piece) => pieces.push(piece))
      response.on('end', () => answered({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces).toString() }))
    })
    asked.on('error', failed)
    asked.end(body)
  })
}

function children_of(pid) {
  const found = []
  for (const task of readdirSync(`/proc/${pid}/task`)) found.push(...readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean))
  return found
}

function with_children(pid) {
  return [pid, ...children_of(pid).flatMap((child) => with_children(child))]
}

/** A server under measurement: started, awaited, accounted for, stopped. */
export class Server {
  static running = new Set()

  static async start(name, port, program, parameters, ready = '/') {
    const server = new Server()
    Object.assign(server, { name, port })
    const log = openSync(`${root}/build/bench-http-${name}.log`, 'w')
    const begin = performance.now()
    server.process = spawn(program, parameters, { stdio: ['ignore', log, log] })
    closeSync(log)
    Server.running.add(server)
    server.process.on('exit', () => Server.running.delete(server))
    for (;;) {
      if (server.process.exitCode !== null) throw new Error(`${name} ended; build/bench-http-${name}.log says why`)
      const answer = await ask(port, ready).catch(() => undefined)
      if (answer?.status === 200) break
      if (performance.now() - begin > 60_000) throw new Error(`${name} did not become ready`)
      await sleep(2)
    }
    server.ready_after = performance.now() - begin
    return server
  }

  /** utime + stime of the process and its children, in microseconds. */
  cpu() {
    let used = 0
    for (const pid of with_children(this.process.pid)) {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
      used += Number(fields[11]) + Number(fields[12])
    }
    return (used * 1e6) / ticks
  }

  /** VmRSS of the process and its children, in MB. */
  memory() {
    let kilobytes = 0
    for (const pid of with_children(this.process.pid)) kilobytes += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
    return kilobytes / 1024
  }

  async load(path, { seconds = 2, headers = {}, report = '' } = {}) {
    const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
    const env = { ...process.env }
    if (report) Object.assign(env, { LIREN_REPORT: report, LIREN_ORIGIN: `http://127.0.0.1:${this.port}` })
    const before = this.cpu()
    const { stdout } = await run_file('wrk', ['-t1', '-c64', `-d${seconds}s`, '--latency', '-s', `${import.meta.dirname}/wrk.lua`, ...given, `http://127.0.0.1:${this.port}${path}`], { env })
    const used = this.cpu() - before
    const counted = JSON.parse(stdout.trim().split('\n').at(-1))
    if (counted.refused + counted.broken > 0) throw new Error(`${this.name} ${path}: ${counted.refused} answers of status ≥ 400, ${counted.broken} broken connections`)
    return { ...counted, cpu: used / counted.requests, per_second: counted.requests / counted.seconds }
  }

  async stop() {
    if (this.process.exitCode !== null) return
    const gone = new Promise((ended) => this.process.on('exit', ended))
    this.process.kill('SIGTERM')
    await gone
  }
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const server of Server.running) server.process.kill('SIGKILL')
    process.exit(130)
  })

export async function run(program, parameters) {
  const { stdout } = await run_file(program, parameters, { maxBuffer: 1 << 24 })
  return stdout.trim()
}
