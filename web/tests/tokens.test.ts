import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(resolve(import.meta.dirname, '../src/kernel/tokens.css'), 'utf8')
const block = (start: string) => {
  const from = css.indexOf(start)
  expect(from, start).toBeGreaterThan(-1)
  const text = css.slice(from, css.indexOf('}', from))
  return Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!]))
}
const light = block(':root {')
const themes: Record<string, Record<string, string>> = {
  light,
  dark: { ...light, ...block(':root:not([data-elder])') },
  elder: { ...light, ...block(':root[data-elder]') },
}
const rgb = (hex: string) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
const linear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
const light_of = (hex: string) => { const [r, g, b] = rgb(hex).map(linear); return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! }
const contrast = (a: string, b: string) => { const [x, y] = [light_of(a), light_of(b)].sort((p, q) => q - p); return (x! + 0.05) / (y! + 0.05) }

// Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
const BLIND: Record<string, number[][]> = {
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
}
const lab = (l: number[]) => {
  const [r, g, b] = l.map((v) => Math.min(1, Math.max(0, v)))
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124 * r! + 0.3576 * g! + 0.1805 * b!) / 0.95047), y = f(0.2126 * r! + 0.7152 * g! + 0.0722 * b!), z = f((0.0193 * r! + 0.1192 * g! + 0.9505 * b!) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
const difference = (a: string, b: string, matrix: number[][]) => {
  const see = (hex: string) => { const l = rgb(hex).map(linear); return lab(matrix.map((row) => row[0]! * l[0]! + row[1]! * l[1]! + row[2]! * l[2]!)) }
  const [p, q] = [see(a), see(b)]
  return Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!)
}

const GROUNDS = ['paper', 'raised', 'wash']
const TEXTS = ['ink', 'ink-2', 'ink-3', 'pine-text', 'cinnabar-text', 'amber-text', 'river']
const PAIRS: [string, string][] = [['on-pine', 'pine'], ['on-pine', 'pine-deep'], ['on-cinnabar', 'cinnabar'], ['ink', 'amber-pale'], ['ink', 'amber-wash'], ['ink', 'river-pale'], ['ink', 'cinnabar-pale'], ['ink', 'pine-pale'], ['pine-text', 'pine-pale'], ['cinnabar-text', 'cinnabar-pale']]

describe.each(Object.entries(themes))('%s', (name, theme) => {
  const least = name === 'elder' ? 7 : 4.5
  it.each(TEXTS)(`%s reads at ${least}:1 on every ground`, (text) => {
    for (const ground of GROUNDS) expect(contrast(theme[text]!, theme[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(name === 'elder' && ground === 'wash' ? 6.5 : least)
  })
  it.each(PAIRS)('%s reads on %s', (text, ground) => expect(contrast(theme[text]!, theme[ground]!)).toBeGreaterThanOrEqual(name === 'elder' && text !== 'cinnabar-text' && text !== 'pine-text' ? least : 4.5))
  it('a border one must see stands out at 3:1', () => expect(contrast(theme['line-strong']!, theme.raised!)).toBeGreaterThanOrEqual(3))
  const STATES = ['pine', 'cinnabar', 'amber', 'river']
  it.each(Object.keys(BLIND))('state colours stay apart under %s', (kind) => {
    for (const a of STATES) for (const b of STATES) if (a < b) expect(difference(theme[a]!, theme[b]!, BLIND[kind]!), `${a} and ${b}`).toBeGreaterThanOrEqual(15)
  })
})
