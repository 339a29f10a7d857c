import type { AreaTree } from '@/kernel/areas'
import type { MyPlace } from './place'

export interface GridWorker { name: string; phone: string | null; area: string }
/** The worker of the chosen grid; of a community with a single grid, that grid's. */
export function worker_of(tree: AreaTree, place: MyPlace): GridWorker | null {
  const grids = (tree.children.get(place.community) ?? []).filter((area) => area.kind === 'grid')
  const grid = place.grid ? tree.by_id.get(place.grid) : grids.length === 1 ? grids[0] : undefined
  if (!grid?.grid?.worker_name) return null
  return { name: grid.grid.worker_name, phone: grid.grid.public_phone || null, area: `${tree.by_id.get(place.community)?.name ?? ''} ${grid.name}` }
}
