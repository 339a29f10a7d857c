/** How wide columns stand: each has the least it needs and what it would like; room that is left goes first to those that are cut. */
export interface Column { least: number; likes: number }
export function fit(columns: Column[], room: number): number[] {
  const widths = columns.map((one) => one.least)
  const sum = (list: number[]) => list.reduce((all, one) => all + one, 0)
  let left = room - sum(widths)
  if (left <= 0) return widths
  // in equal parts, so that what lacks little is whole before what lacks much
  for (let short = columns.flatMap((one, i) => (one.likes > widths[i]! ? [i] : [])); left >= 1 && short.length; short = short.filter((i) => columns[i]!.likes > widths[i]!)) {
    const part = left / short.length
    for (const i of short) {
      const given = Math.min(part, columns[i]!.likes - widths[i]!)
      widths[i]! += given
      left -= given
    }
  }
  const whole = sum(widths)
  return widths.map((one) => Math.floor(one + (left * one) / whole))
}
/** In units of the letter: a Chinese one is whole, a Latin one a little more than half, and browsers set a thin space between the two. */
export function letters(text: string): number {
  let all = 0, before: boolean | null = null
  for (const letter of text) {
    const wide = letter > '\u2e80'
    all += wide ? 1 : letter === '*' ? 0.48 : 0.56
    if (before !== null && before !== wide) all += 0.15
    before = wide
  }
  return all
}
