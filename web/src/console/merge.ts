export interface Row { id: string; version: number }
export interface Merged<T> { rows: T[]; changed: string[]; fresh: T[]; gone: string[] }

/**
 * Lays a freshly fetched list over the one that is shown without moving a row under someone's cursor: rows that are in both are replaced
 * where they stand and named as changed when their version moved; new rows wait (`fresh`); rows that left the list stay, named `gone`.
 */
export function merge_in_place<T extends Row>(shown: T[], fetched: T[]): Merged<T> {
  const by_id = new Map(fetched.map((row) => [row.id, row]))
  const changed: string[] = [], gone: string[] = []
  const rows = shown.map((row) => {
    const now = by_id.get(row.id)
    if (!now) { gone.push(row.id); return row }
    if (now.version !== row.version) changed.push(row.id)
    return now
  })
  const known = new Set(shown.map((row) => row.id))
  return { rows, changed, gone, fresh: fetched.filter((row) => !known.has(row.id)) }
}

/** A further page after the rows that are shown: what is already there is not shown twice. */
export function append<T extends Row>(shown: T[], further: T[]): T[] {
  const known = new Set(shown.map((row) => row.id))
  return [...shown, ...further.filter((row) => !known.has(row.id))]
}
