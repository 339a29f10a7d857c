/**
 * A chat pasted from a group: who said what, when. Understands "name 2026/11/25 09:12" or "name 09:12:33" above the words, and "name: words" or
 * "[09:12] name: words" in one line. What fits none of them belongs to the message before.
 */
export interface Message { speaker: string; time: string; text: string }

export const MOST_MESSAGES = 300
/** A date with any signs between its numbers, a word of two characters for the half of the day, the time. */
const TIME = String.raw`(?:(?:\d{4}\D)?\d{1,2}\D\d{1,2}\D?\s+)?(?:\p{Script=Han}{2})?\s?\d{1,2}:\d{2}(?::\d{2})?`
const ABOVE = new RegExp(String.raw`^(\S.{0,30}?)\s+(${TIME})\s*$`, 'u')
const BESIDE = new RegExp(String.raw`^(?:\[?(${TIME})\]?\s+)?([^\s:\uFF1A\[\]\/\d][^:\uFF1A\[\]\/]{0,24})[:\uFF1A]\s?(.*)$`, 'u')

export function read_chat(pasted: string): { messages: Message[]; cut: boolean } {
  const messages: Message[] = []
  let now: Message | null = null
  let above = false
  for (const line of pasted.replace(/\r/g, '').split('\n')) {
    if (messages.length > MOST_MESSAGES) break
    const head = ABOVE.exec(line)
    const said = head || above ? null : BESIDE.exec(line)
    if (head) {
      above = true
      now = { speaker: head[1]!.trim(), time: head[2]!.trim(), text: '' }
      messages.push(now)
    } else if (said && !/^https?$/i.test(said[2]!)) {
      now = { speaker: said[2]!.trim(), time: said[1]?.trim() ?? '', text: said[3]!.trim() }
      messages.push(now)
    } else if (line.trim()) {
      if (!now) { now = { speaker: '', time: '', text: '' }; messages.push(now) }
      now.text += (now.text ? '\n' : '') + line.trim()
    }
  }
  const told = messages.filter((one) => one.text)
  return { messages: told.slice(0, MOST_MESSAGES), cut: told.length > MOST_MESSAGES }
}
