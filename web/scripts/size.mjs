// What a first visit loads, gzipped: the page, its scripts with everything they import at once, its styles. Fails above the promise.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = resolve(import.meta.dirname, '../dist')
const LIMITS = { resident: 100, worker: 100, console: 250 }
let over = false
for (const [app, limit] of Object.entries(LIMITS)) {
  const html = readFileSync(`${dist}/${app}/index.html`, 'utf8')
  const seen = new Set()
  const visit = (file) => {
    if (seen.has(file)) return
    seen.add(file)
    if (!file.endsWith('.js')) return
    for (const [, next] of readFileSync(dist + file, 'utf8').matchAll(/(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g)) visit(`/assets/${next}`)
  }
  for (const [, file] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)) visit(file)
  const bytes = [...seen].reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, gzipSync(html).length)
  over ||= bytes > limit * 1024
  console.log(`${app}: ${(bytes / 1024).toFixed(1)} KB gzip in ${seen.size} files (promise ${limit} KB)`)
}
process.exit(over ? 1 : 0)
