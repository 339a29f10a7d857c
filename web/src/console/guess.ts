/** Which category the words speak of: the one whose name shares most pairs of characters with them. Nothing when none does. */
export function guess_category(text: string, categories: { code: string; name: string; active: boolean }[]): string | null {
  let best = 0
  let found: string | null = null
  for (const one of categories) {
    if (!one.active) continue
    let shared = 0
    for (let i = 0; i + 2 <= one.name.length; i++) if (text.includes(one.name.slice(i, i + 2))) shared++
    const share = one.name.length < 2 ? 0 : shared / (one.name.length - 1)
    if (shared && share > best) { best = share; found = one.code }
  }
  return found
}
