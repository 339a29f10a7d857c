// The promises a screenshot cannot show, driven in a browser against the mock: node scripts/journeys.mjs
import assert from 'node:assert/strict'
import { with_browser, sign_in, add_photo } from './screens.mjs'

const tests = {
  async 'a lamp is reported with two taps, and the number and the code are shown'({ open }) {
    const page = await open({ phone: true }, '/q/LP118')
    await add_photo(page)
    await page.click('.send-bar button')
    await page.waitForSelector('.digits')
    assert.match(await page.textContent('.number'), /JC-2026-\d{6}/)
  },
  async 'a report made without a signal survives a reload and goes by itself'({ open, context }) {
    const page = await open({ phone: true }, '/q/LP118')
    await add_photo(page)
    await context.setOffline(true)
    await page.click('.send-bar button')
    await page.waitForSelector('.outbox .bar')
    await context.setOffline(false)
    await page.reload()
    await page.waitForSelector('.digits', { timeout: 8000 })
    assert.equal(await page.locator('.outbox .bar').count(), 0)
  },
  async 'what was typed at a door is still there after a reload'({ open }) {
    const page = await open({ phone: true }, '/q/LP118')
    await page.fill('textarea', 'half a sentence')
    await page.waitForTimeout(300)
    await page.reload()
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'half a sentence')
  },
  async 'a grid worker acknowledges without a signal; it is sent when the signal is back'({ open, context, base }) {
    const page = await open({ phone: true, login: 'grid' }, '/worker/')
    const list = await (await page.request.get(`${base}/api/d/140502/cases?view=assigned&state=dispatched`)).json()
    await page.click(`a[href$="${list.items[0].id}"]`)
    await page.waitForSelector('.action-bar .primary')
    await context.setOffline(true)
    await page.click('.action-bar .primary')
    await page.waitForSelector('.outbox .bar')
    await context.setOffline(false)
    await page.waitForSelector('.outbox .bar', { state: 'detached', timeout: 8000 })
    assert.equal((await (await page.request.get(`${base}/api/d/140502/cases/${list.items[0].id}`)).json()).state, 'acknowledged')
  },
  async 'a case someone else changed meanwhile waits for a decision, and goes when the worker says so'({ open, context, base }) {
    const page = await open({ phone: true, login: 'grid' }, '/worker/')
    const list = await (await page.request.get(`${base}/api/d/140502/cases?view=assigned&state=acknowledged`)).json()
    await page.click(`a[href$="${list.items[0].id}"]`)
    await page.waitForSelector('.action-bar .primary')
    await context.setOffline(true)
    await page.click('.action-bar .primary')
    await page.waitForSelector('.outbox .bar')
    await (await fetch(`${base}/mock/touch/${list.items[0].id}`, { method: 'POST' })).json()
    await context.setOffline(false)
    await page.waitForSelector('.outbox .bar.stuck', { timeout: 8000 })
    await page.click('.outbox .bar')
    await page.click('[role=dialog] .item .button >> nth=0')
    await page.waitForSelector('.outbox .bar', { state: 'detached', timeout: 8000 })
    assert.equal((await (await page.request.get(`${base}/api/d/140502/cases/${list.items[0].id}`)).json()).state, 'handling')
  },
  async 'a change is marked on the board within a second, and no row moves under the pointer'({ open, base }) {
    const page = await open({ login: 'clerk' }, '/console/')
    await page.waitForSelector('.lamp.on')
    const href = await page.getAttribute('tbody tr:nth-child(4) a.number', 'href')
    await page.hover('tbody tr:nth-child(2)')
    const before = await page.locator('a.number').allTextContents()
    await fetch(`${base}/mock/touch/${href.split('/').pop()}`, { method: 'POST' })
    await page.waitForSelector('tbody tr:nth-child(4).marked', { timeout: 1000 })
    assert.deepEqual(await page.locator('a.number').allTextContents(), before)
  },
  async 'a second tab hears the same stream'({ open, context, base }) {
    const first = await open({ login: 'clerk' }, '/console/')
    await first.waitForSelector('.lamp.on')
    const second = await context.newPage()
    await second.goto(`${base}/console/`)
    await second.waitForSelector('.lamp.on')
    const href = await second.getAttribute('tbody tr:nth-child(3) a.number', 'href')
    await fetch(`${base}/mock/touch/${href.split('/').pop()}`, { method: 'POST' })
    await second.waitForSelector('tr.marked', { timeout: 1500 })
  },
  async 'the board is worked by keyboard: j, Enter, Enter opens the next step'({ open }) {
    const page = await open({ login: 'clerk' }, '/console/?state=accepted')
    await page.waitForSelector('tbody tr')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.go')
    await page.evaluate(() => document.activeElement?.blur())
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=dialog]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[role=dialog]', { state: 'detached' })
  },
  async 'an expired session asks once, keeps the note, and sends it'({ open, context }) {
    const page = await open({ login: 'clerk' }, '/console/')
    await page.click('tbody tr:nth-child(5)')
    await page.fill('.note textarea', 'kept words')
    await context.clearCookies()
    await page.click('.note button')
    await page.waitForSelector('[role=dialog] input[type=password]')
    await page.fill('[role=dialog] input[type=password]', 'liren-demo')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.talk >> text=kept words')
  },
  async 'a call is registered by keyboard alone'({ open }) {
    const page = await open({ login: 'clerk' }, '/console/')
    await page.keyboard.press('F2')
    await page.waitForSelector('.register textarea')
    await page.waitForTimeout(200)
    await page.keyboard.type('lamp out')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.locator('.register .whole input').first().focus()
    await page.keyboard.type('Building 2')
    await page.keyboard.press('Control+Enter')
    await page.waitForSelector('.done .once')
  },
  async 'a look at a closed case asks for the reason, then shows'({ open, base }) {
    const page = await open({ login: 'clerk' }, '/console/')
    const list = await (await page.request.get(`${base}/api/d/140502/cases?state=closed`)).json()
    await page.goto(`${base}/console/cases/${list.items[0].id}`)
    await page.click('.reporter .icon-button')
    await page.click('[role=dialog] .primary')
    await page.waitForSelector('[role=dialog] .wrong')
    await page.fill('[role=dialog] input', 'x')
    await page.click('[role=dialog] .primary')
    await page.waitForFunction(() => /1390000/.test(document.querySelector('.who')?.textContent ?? ''))
  },
  async 'a rule deleted by mistake comes back with undo'({ open }) {
    const page = await open({ login: 'clerk' }, '/console/rules')
    await page.waitForSelector('tbody tr')
    const n = await page.locator('tbody tr').count()
    await page.click('tbody tr:nth-child(2) .acts button:last-child')
    assert.equal(await page.locator('tbody tr').count(), n - 1)
    await page.click('.toast .undo')
    assert.equal(await page.locator('tbody tr').count(), n)
    await page.focus('tbody tr:nth-child(1) .grip')
    const first = await page.textContent('tbody tr:nth-child(1) td:nth-child(2)')
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction((text) => document.querySelector('tbody tr:nth-child(2) td:nth-child(2)')?.textContent === text, first)
  },
  async 'every page of a demo directory says so, and no page breaks the content policy'({ open, errors }) {
    for (const [login, path] of [[null, '/'], [null, '/resident/status'], ['grid', '/worker/'], ['clerk', '/console/']]) {
      const page = await open({ login }, path)
      await page.waitForSelector('.demo')
    }
    assert.deepEqual(errors.filter((text) => /Content Security|Refused/.test(text)), [])
  },
}

let failed = 0
await with_browser(async ({ browser, base }) => {
  for (const [name, test] of Object.entries(tests)) {
    if (process.argv[2] && !name.includes(process.argv[2])) continue
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 } })
    const errors = []
    const open = async ({ phone, login }, path) => {
      if (login) await sign_in(context, base, login)
      const page = await context.newPage()
      if (phone) await page.setViewportSize({ width: 390, height: 844 })
      page.setDefaultTimeout(5000)
      page.on('console', (message) => errors.push(message.text()))
      page.on('pageerror', (error) => errors.push(error.message))
      await page.goto(base + path)
      return page
    }
    try {
      await test({ open, context, base, errors })
      console.log(`ok    ${name}`)
    } catch (error) {
      failed++
      console.log(`FAIL  ${name}\n      ${error.message.split('\n').slice(0, 3).join('\n      ')}`)
    }
    await context.close()
  }
})
process.exit(failed ? 1 : 0)
