/** A door's code, from the code itself or from the address its QR holds. */
export function door_in(text: string): string | null {
  const trimmed = text.trim()
  const address = /\/(?:q|resident\/door)\/([A-Za-z0-9-]{3,32})(?:[/?#]|$)/.exec(trimmed)
  if (address) return address[1]!
  return /^[A-Za-z0-9-]{3,32}$/.test(trimmed) ? trimmed.toUpperCase() : null
}
