import { describe, expect, test } from 'vitest'
import { MOST_MESSAGES, read_chat } from '../src/console/chat'
import { guess_category } from '../src/console/guess'

const told = (text: string) => read_chat(text).messages.map(({ speaker, time, text: words }) => [speaker, time, words])

describe('a pasted chat', () => {
  test('name and time above the words, as a desktop copies it', () => {
    expect(told('李大妈 2026/11/25 9:12\n3号楼路灯不亮\n晚上摔了人\n王小虎 2026-11-25 09:13:20\n我家也看不见')).toEqual([
      ['李大妈', '2026/11/25 9:12', '3号楼路灯不亮\n晚上摔了人'], ['王小虎', '2026-11-25 09:13:20', '我家也看不见']])
  })
  test('dates and times as people write them', () => {
    expect(told('阿依古丽 11月25日 上午 9:12\n水管漏了')).toEqual([['阿依古丽', '11月25日 上午 9:12', '水管漏了']])
    expect(told('欧阳 2026年11月25日 21:05\n没水')).toEqual([['欧阳', '2026年11月25日 21:05', '没水']])
    expect(told('Zhang San 9:12\nno light')).toEqual([['Zhang San', '9:12', 'no light']])
  })
  test('name and words in one line', () => {
    expect(told('李大妈：路灯不亮\n[09:12] 王小虎: 我也是')).toEqual([['李大妈', '', '路灯不亮'], ['王小虎', '09:12', '我也是']])
  })
  test('words without a name are somebody\'s; a link is no name; an empty message is none', () => {
    expect(told('路灯不亮\nhttp://x.example/1')).toEqual([['', '', '路灯不亮\nhttp://x.example/1']])
    expect(told('李大妈 9:12\n\n王小虎 9:13\n好')).toEqual([['王小虎', '9:13', '好']])
    expect(told('')).toEqual([])
  })
  test('ten thousand lines are read as far as anybody reads', () => {
    const { messages, cut } = read_chat(Array.from({ length: 10_000 }, (_, i) => `甲：${i}`).join('\n'))
    expect([messages.length, cut]).toEqual([MOST_MESSAGES, true])
  })
  test('a line of a hundred thousand signs takes no time', () => {
    const start = performance.now()
    read_chat(`${'9:'.repeat(50_000)}\n${' '.repeat(100_000)}x`)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('the words choose the category', () => {
  const categories = [{ code: 'street_lamp', name: '路灯不亮', active: true }, { code: 'corridor_lamp', name: '楼道灯不亮', active: true }, { code: 'drain', name: '下水道堵塞', active: false }]
  test('whose name shares most of them', () => {
    expect(guess_category('3号楼楼道灯不亮了', categories)).toBe('corridor_lamp')
    expect(guess_category('门口的路灯又不亮', categories)).toBe('street_lamp')
  })
  test('none that is switched off, and none at all for other words', () => {
    expect(guess_category('下水道堵塞', categories)).toBe(null)
    expect(guess_category('', categories)).toBe(null)
  })
})
