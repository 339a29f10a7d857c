/** "{n} report|{n} reports" with n: the first form is for one, the second for the rest. Chinese texts have one form. */
export function fill(text: string, values?: Record<string, string | number>): string {
  if (!values) return text
  const forms = text.split('|')
  const chosen = forms.length === 2 && 'n' in values ? (Number(values.n) === 1 ? forms[0]! : forms[1]!) : text
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}
