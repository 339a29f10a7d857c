import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { chromium } from 'playwright-core'

const PHONE = { width: 390, height: 844 }, SMALL = { width: 1366, height: 768 }, DESK = { width: 1440, height: 900 }
const PHOTO = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=', 'base64')
const one_case = async (page, base, state) => (await page.request.get(`${base}/api/d/140502/cases?state=${state}&order=due&limit=1`)).json().then((answer) => answer.items[0].id)
const open_case = (state, app = 'console') => async (page, { base }) => { await page.goto(`${base}/${app}/cases/${await one_case(page, base, state)}`); await page.waitForTimeout(400) }
export const add_photo = async (page) => {
  const bytes = await page.evaluate(() => new Promise((done) => {
    const canvas = document.createElement('canvas'); canvas.width = 900; canvas.height = 1200
    const pen = canvas.getContext('2d'); pen.fillStyle = 'hsl(210 22% 24%)'; pen.fillRect(0, 0, 900, 1200); pen.fillStyle = 'hsl(42 60% 60%)'; pen.fillRect(500, 240, 120, 90); pen.fillStyle = 'hsl(210 12% 14%)'; pen.fillRect(300, 260, 24, 900)
    canvas.toBlob(async (blob) => done(Array.from(new Uint8Array(await blob.arrayBuffer()))), 'image/jpeg')
  }))
  await page.setInputFiles('input[type=file]', { name: 'lamp.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) })
  await page.waitForSelector('ul.grid img')
}
void PHOTO
const send_report = async (page) => { await add_photo(page); await page.click('.send-bar button'); await page.waitForSelector('.digits') }
const look_up = async (page, state, { base }) => {
  const request = page.context().browser().contexts()[0]
  void request
  void base
  await page.fill('input >> nth=0', state.number); await page.fill('input >> nth=1', state.code); await page.click('form button.primary'); await page.waitForSelector('.talk')
}
export const CLOSED = { number: 'JC-2026-001190', code: '491250' }
const place = (page) => page.evaluate(async () => {
  const areas = (await (await fetch('/api/city/areas?district=140502')).json()).items
  const community = areas.find((one) => one.initials === 'ftsq'), grid = areas.find((one) => one.parent === community.id)
  localStorage.setItem('liren.home', JSON.stringify({ community: community.id, grid: grid.id }))
})
const with_place = async (page) => { await place(page); await page.reload(); await page.waitForTimeout(500) }

export const SCREENS = [
  { name: 'r-home', path: '/resident/', size: PHONE, full: true, act: with_place },
  { name: 'r-home-first', path: '/resident/', size: PHONE },
  { name: 'r-home-desk', path: '/resident/', size: DESK },
  { name: 'r-home-dark', path: '/resident/', size: PHONE, dark: true, act: with_place },
  { name: 'r-home-elder', path: '/resident/', size: PHONE, elder: true, act: with_place },
  { name: 'r-door', path: '/q/D2K7Q', size: PHONE, full: true },
  { name: 'r-door-photo', path: '/q/LP118', size: PHONE, act: add_photo },
  { name: 'r-door-options', path: '/q/LP118', size: PHONE, full: true, act: async (page) => { await add_photo(page); await page.click('details summary'); await page.click('text=保密 >> nth=0') } },
  { name: 'r-door-elder', path: '/q/D2K7Q', size: PHONE, elder: true, full: true },
  { name: 'r-door-unknown', path: '/q/NOPE9', size: PHONE },
  { name: 'r-sent', path: '/q/LP118', size: PHONE, act: send_report },
  { name: 'r-sent-elder', path: '/q/LP118', size: PHONE, elder: true, full: true, act: send_report },
  { name: 'r-unsent', path: '/q/LP118', size: PHONE, act: async (page, { context }) => { await add_photo(page); await context.setOffline(true); await page.click('.send-bar button'); await page.waitForTimeout(900) } },
  { name: 'r-report', path: '/resident/report', size: PHONE, full: true, act: async (page) => { await page.fill('input[role=combobox]', 'ft'); await page.waitForTimeout(200) } },
  { name: 'r-report-wrong', path: '/resident/report', size: PHONE, act: async (page) => { await page.click('.send-bar button') } },
  { name: 'r-status-ask', path: '/resident/status', size: PHONE },
  { name: 'r-status', path: '/resident/status', size: PHONE, full: true, act: (page, more) => look_up(page, CLOSED, more) },
  { name: 'r-status-elder', path: '/resident/status', size: PHONE, elder: true, full: true, act: (page, more) => look_up(page, CLOSED, more) },
  { name: 'r-cases', path: '/resident/cases', size: PHONE, login: 'resident' },
  { name: 'r-case', path: '/resident/', size: PHONE, login: 'resident', full: true, act: async (page, { base }) => { const list = await (await page.request.get(`${base}/api/d/140502/cases?view=mine`)).json(); await page.goto(`${base}/resident/cases/${list.items[0].id}`); await page.waitForTimeout(500) } },
  { name: 'r-worker', path: '/resident/worker', size: PHONE, act: with_place },
  { name: 'r-scan', path: '/resident/scan', size: PHONE },
  { name: 'r-signin', path: '/resident/sign-in', size: PHONE },
  { name: 'r-privacy', path: '/resident/privacy', size: PHONE },
  { name: 'w-signin', path: '/worker/', size: PHONE },
  { name: 'w-today', path: '/worker/', size: PHONE, login: 'grid', full: true },
  { name: 'w-area', path: '/worker/?view=area', size: PHONE, login: 'grid' },
  { name: 'w-case', path: '/worker/', size: PHONE, login: 'grid', full: true, act: open_case('handling', 'worker') },
  { name: 'w-complete', path: '/worker/', size: PHONE, login: 'grid', act: async (page, more) => { await open_case('handling', 'worker')(page, more); await page.click('.action-bar .primary') } },
  { name: 'w-call', path: '/worker/', size: PHONE, login: 'grid', act: async (page, more) => { await open_case('handling', 'worker')(page, more); await page.click('.facts .button') } },
  { name: 'w-unsent', path: '/worker/', size: PHONE, login: 'grid', act: async (page, more) => { await open_case('dispatched', 'worker')(page, more); await more.context.setOffline(true); await page.click('.action-bar .primary'); await page.waitForTimeout(900) } },
  { name: 'w-outbox', path: '/worker/', size: PHONE, login: 'grid', act: async (page, more) => { await open_case('acknowledged', 'worker')(page, more); await more.context.setOffline(true); await page.click('.action-bar .primary'); await page.waitForTimeout(700); await page.click('.outbox .bar') } },
  { name: 'w-me', path: '/worker/me', size: PHONE, login: 'grid' },
  { name: 'c-signin', path: '/console/', size: SMALL },
  { name: 'c-board', path: '/console/', size: SMALL, login: 'clerk' },
  { name: 'c-board-wide', path: '/console/', size: DESK, login: 'leader' },
  { name: 'c-board-dark', path: '/console/', size: SMALL, login: 'clerk', dark: true },
  { name: 'c-board-125', path: '/console/', size: { width: 1093, height: 614 }, login: 'clerk' },
  { name: 'c-case-125', path: '/console/', size: { width: 1093, height: 614 }, login: 'clerk', act: open_case('reported') },
  { name: 'w-elder', path: '/worker/', size: PHONE, login: 'grid', elder: true },
  { name: 'w-elder-case', path: '/worker/', size: PHONE, login: 'grid', elder: true, act: open_case('handling', 'worker') },
  { name: 'r-narrow', path: '/q/D2K7Q', size: { width: 320, height: 640 } },
  { name: 'w-dark', path: '/worker/', size: PHONE, login: 'grid', dark: true },
  { name: 'c-areas-dark', path: '/console/areas', size: SMALL, login: 'clerk', dark: true },
  { name: 'c-board-filter', path: '/console/?state=handling&overdue=1', size: SMALL, login: 'clerk' },
  { name: 'c-board-empty', path: '/console/?q=zzz', size: SMALL, login: 'clerk' },
  { name: 'c-case', path: '/console/', size: SMALL, login: 'clerk', full: true, act: open_case('handling') },
  { name: 'c-case-new', path: '/console/', size: SMALL, login: 'clerk', act: open_case('reported') },
  { name: 'c-case-dark', path: '/console/', size: DESK, login: 'clerk', dark: true, act: open_case('verifying') },
  { name: 'c-dispatch', path: '/console/', size: SMALL, login: 'clerk', act: async (page, more) => { await open_case('accepted')(page, more); await page.click('.go'); await page.waitForTimeout(500) } },
  { name: 'c-look', path: '/console/', size: SMALL, login: 'clerk', act: async (page, more) => { await open_case('closed')(page, more); await page.click('.reporter .icon-button') } },
  { name: 'c-conflict', path: '/console/', size: SMALL, login: 'clerk', act: async (page, more) => {
    await open_case('handled')(page, more)
    await page.route('**/events', (route) => route.abort())
    const id = page.url().split('/').pop()
    await page.route(`**/cases/${id}/verification`, async (route) => { await page.request.post(`${more.base}/mock/touch/${id}`); await route.continue() }, { times: 1 })
    await page.click('.go'); await page.waitForTimeout(600)
  } },
  { name: 'c-new', path: '/console/new', size: SMALL, login: 'clerk' },
  { name: 'c-new-wrong', path: '/console/new', size: SMALL, login: 'clerk', act: async (page) => { await page.click('.save') } },
  { name: 'c-areas', path: '/console/areas', size: SMALL, login: 'clerk', act: async (page) => { await page.fill('.pane input', 'ft'); await page.waitForTimeout(200); await page.click('.pane a >> nth=0'); await page.waitForTimeout(400) } },
  { name: 'c-units', path: '/console/units', size: SMALL, login: 'clerk', act: async (page) => { await page.click('.pane a >> nth=3'); await page.waitForTimeout(400) } },
  { name: 'c-accounts', path: '/console/accounts', size: SMALL, login: 'clerk', act: async (page) => { await page.click('.pane a >> nth=0'); await page.waitForTimeout(400) } },
  { name: 'c-account-new', path: '/console/accounts', size: SMALL, login: 'clerk', act: async (page) => { await page.click('.page-head .primary'); await page.fill('[role=dialog] input >> nth=0', 'newcomer'); await page.fill('[role=dialog] input >> nth=1', '司徒明岚'); await page.click('[role=dialog] footer .primary'); await page.waitForTimeout(400) } },
  { name: 'c-rules', path: '/console/rules', size: SMALL, login: 'clerk' },
  { name: 'c-categories', path: '/console/categories', size: SMALL, login: 'clerk' },
  { name: 'c-me', path: '/console/me', size: SMALL, login: 'clerk' },
  { name: 'c-help', path: '/console/', size: SMALL, login: 'clerk', act: (page) => page.keyboard.press('?') },
  { name: 'c-expired', path: '/console/', size: SMALL, login: 'leader', act: async (page, more) => { await page.context().clearCookies(); void more; await page.keyboard.press('r'); await page.waitForTimeout(500) } },
  { name: 'c-archive', path: '/console/archive/people', size: SMALL, login: 'clerk' },
  { name: 'c-archive-phone', path: '/console/archive/people', size: PHONE, login: 'clerk' },
  { name: 'c-archive-none', path: '/console/archive/people?ended=1', size: SMALL, login: 'clerk' },
  { name: 'c-archive-form', path: '/console/archive/people', size: SMALL, login: 'clerk', act: async (page) => { await page.keyboard.press('n'); await page.waitForTimeout(300); await page.keyboard.press('Control+Enter'); await page.waitForTimeout(300) } },
  { name: 'c-record', path: '/console/archive/people', size: SMALL, login: 'clerk', act: async (page) => { await page.click('a.name >> nth=0'); await page.waitForTimeout(500) } },
  { name: 'c-record-look', path: '/console/archive/people', size: SMALL, login: 'clerk', dark: true, act: async (page) => { await page.click('a.name >> nth=0'); await page.waitForTimeout(500); await page.click('.sealed .icon-button >> nth=0') } },
  { name: 'c-board-en', path: '/console/', size: SMALL, login: 'clerk', en: true },
  { name: 'r-home-en', path: '/resident/', size: PHONE, en: true },
]

export async function sign_in(context, base, login) {
  const answer = await context.request.post(`${base}/api/gate/sessions`, { data: { login, password: 'liren-demo' } })
  if (!answer.ok()) throw new Error(`cannot sign in ${login}`)
}

export async function with_browser(work) {
  const port = 8790 + Math.floor(Math.random() * 100)
  const mock = spawn(process.execPath, [resolve(import.meta.dirname, '../mock/server.mjs'), String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((ready, failed) => { mock.stdout.once('data', ready); mock.once('exit', failed) })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] })
  try {
    await work({ browser, base: `http://127.0.0.1:${port}` })
  } finally {
    await browser.close()
    mock.kill()
  }
}
