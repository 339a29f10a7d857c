import { shallowRef } from 'vue'
import { city, type Area } from './client'

/** The district's tree, asked once per page load; the browser keeps it by ETag. */
const kept = new Map<string, Promise<Area[]>>()
export function areas_of(district: string): Promise<Area[]> {
  let found = kept.get(district)
  if (!found) {
    found = city.areas(district).then((answer) => answer.items)
    found.catch(() => kept.delete(district))
    kept.set(district, found)
  }
  return found
}
export const forget_areas = () => kept.clear()

export class AreaTree {
  readonly by_id = new Map<string, Area>()
  readonly children = new Map<string, Area[]>()
  readonly roots: Area[] = []
  constructor(readonly areas: Area[]) {
    for (const area of areas) this.by_id.set(area.id, area)
    for (const area of areas) {
      if (area.parent && this.by_id.has(area.parent)) {
        const list = this.children.get(area.parent)
        if (list) list.push(area)
        else this.children.set(area.parent, [area])
      } else this.roots.push(area)
    }
  }
  path(id: string): Area[] {
    const path: Area[] = []
    for (let area = this.by_id.get(id); area; area = area.parent ? this.by_id.get(area.parent) : undefined) path.unshift(area)
    return path
  }
  /** "东街街道 · 凤台社区", without the district that everyone shares. */
  words(id: string): string {
    return this.path(id).filter((area) => area.kind !== 'district').map((area) => area.name).join(' · ')
  }
  level(area: Area): 'district' | 'subdistrict' | 'community' | 'grid' {
    if (area.kind === 'district') return 'district'
    if (area.kind === 'grid') return 'grid'
    return area.kind === 'community' || area.kind === 'village' || area.kind === 'committee_area' ? 'community' : 'subdistrict'
  }
  search(text: string, among: (area: Area) => boolean = () => true, limit = 20): Area[] {
    return search_areas(this.areas.filter(among), text, limit)
  }
}

/** By part of the name, or by pinyin initials from the front; exact beginnings first. */
export function search_areas(areas: Area[], text: string, limit: number): Area[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return []
  const ranked: [number, Area][] = []
  for (const area of areas) {
    const name = area.name.toLowerCase(), initials = (area.initials ?? '').toLowerCase()
    const rank = name.startsWith(wanted) ? 0 : initials.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : area.code === wanted ? 0 : -1
    if (rank >= 0) ranked.push([rank, area])
  }
  return ranked.sort((a, b) => a[0] - b[0]).slice(0, limit).map(([, area]) => area)
}

export const tree = shallowRef<AreaTree | null>(null)
export async function load_tree(district: string) {
  tree.value = new AreaTree(await areas_of(district))
  return tree.value
}
