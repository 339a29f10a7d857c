// The one table: figure, measured, baseline, ratio, goal, met or missed.
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

const rows = []

/** `value` is what the goal speaks of; it is met when it is at most (or, with `least`, at least) the goal. */
export function row(figure, { measured, baseline = '', ratio = '', value, goal, least = false, unit = '' }) {
  const met = goal === undefined ? '' : (least ? value >= goal : value <= goal) ? 'met' : 'MISSED'
  rows.push([figure, measured, baseline, ratio, goal === undefined ? '' : `${least ? '≥' : '≤'} ${goal}${unit}`, met])
  process.stderr.write(`  ${figure}: ${measured} ${met}\n`)
}

const wide = (text) => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) >= 0x2e80 ? 2 : 1), 0)
const padded = (text, width) => text + ' '.repeat(width - wide(text))

export function print() {
  const table = [['figure', 'measured', 'baseline', 'ratio', 'goal', ''], ...rows]
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => wide(line[column]))))
  const memory = /MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))[1]
  console.log(`\n${new Date().toISOString().slice(0, 16)}Z · ${cpus().length} × ${cpus()[0].model.trim()} · ${Math.round(memory / 1024 / 1024)} GB · load ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]} · node ${process.version}`)
  for (const line of table) console.log(line.map((text, column) => padded(text, widths[column])).join('  ').trimEnd())
  console.log('CPU: utime + stime of the serving processes per request; medians of 3 alternating rounds; wrk with 64 connections on the same cores.')
  return rows.every((line) => line[5] !== 'MISSED')
}
