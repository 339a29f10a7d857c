// Runs axe-core on every screen of scripts/screens.mjs: no serious or critical finding may remain. node scripts/axe.mjs [name-part…]
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { with_browser, sign_in, SCREENS } from './screens.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wanted = process.argv.slice(2)
let bad = 0, looked = 0
await with_browser(async ({ browser, base }) => {
  for (const screen of SCREENS) {
    if (wanted.length && !wanted.some((part) => screen.name.includes(part))) continue
    const context = await browser.newContext({ viewport: screen.size, colorScheme: screen.dark ? 'dark' : 'light', locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', bypassCSP: true })
    if (screen.elder) await context.addInitScript(() => localStorage.setItem('liren.elder', '1'))
    if (screen.en) await context.addInitScript(() => localStorage.setItem('liren.language', 'en'))
    const page = await context.newPage()
    page.setDefaultTimeout(6000)
    if (screen.login) await sign_in(context, base, screen.login)
    try {
      await page.goto(base + screen.path, { waitUntil: 'load' })
      await page.waitForTimeout(350)
      if (screen.act) await screen.act(page, { base, context })
      await page.waitForTimeout(300)
      await page.evaluate(axe)
      const rules = screen.elder ? { 'color-contrast-enhanced': { enabled: true } } : {}
      const result = await page.evaluate((given) => globalThis.axe.run(document, { rules: given }), rules)
      looked++
      for (const one of result.violations.filter((each) => ['serious', 'critical'].includes(each.impact))) {
        bad++
        console.log(`${screen.name}: ${one.impact} ${one.id} — ${one.nodes.slice(0, 4).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`)
      }
    } catch (error) { bad++; console.log(`${screen.name}: ${error.message.split('\n')[0]}`) }
    await context.close()
  }
})
console.log(`${looked} screens, ${bad} serious or critical`)
process.exit(bad ? 1 : 0)
