// Looks at the screens: node scripts/shots.mjs [name-part…] → tests/out/*.png. Starts the mock on its own port and stops it.
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { with_browser, sign_in, SCREENS } from './screens.mjs'

const wanted = process.argv.slice(2)
const out = resolve(import.meta.dirname, '../tests/out')
mkdirSync(out, { recursive: true })
await with_browser(async ({ browser, base }) => {
  for (const screen of SCREENS) {
    if (wanted.length && !wanted.some((part) => screen.name.includes(part))) continue
    const context = await browser.newContext({ viewport: screen.size, deviceScaleFactor: screen.size.width < 500 ? 2 : 1, colorScheme: screen.dark ? 'dark' : 'light', locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', hasTouch: screen.size.width < 500 })
    if (screen.elder) await context.addInitScript(() => localStorage.setItem('liren.elder', '1'))
    if (screen.en) await context.addInitScript(() => localStorage.setItem('liren.language', 'en'))
    const page = await context.newPage()
    page.setDefaultTimeout(6000)
    page.on('pageerror', (error) => console.log(`${screen.name}: ${error.message}`))
    page.on('console', (message) => { if (message.type() === 'error' && !/401|404|412|422|ERR_INTERNET/.test(message.text())) console.log(`${screen.name}: ${message.text()}`) })
    if (screen.login) await sign_in(context, base, screen.login)
    try {
      await page.goto(base + screen.path, { waitUntil: 'load' })
      await page.waitForTimeout(350)
      if (screen.act) await screen.act(page, { base, context })
      await page.waitForTimeout(300)
      await page.screenshot({ path: resolve(out, `${screen.name}.png`), fullPage: !!screen.full })
    } catch (error) { console.log(`${screen.name}: ${error.message.split('\n')[0]}`) }
    await context.close()
  }
})
