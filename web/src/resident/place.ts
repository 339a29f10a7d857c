import { ref, watch } from 'vue'

/** Where this phone's owner lives, if they said so: kept on the phone only. */
export interface MyPlace { community: string; grid: string | null }
const STORED = 'liren.home'
function read(): MyPlace | null {
  try { return JSON.parse(localStorage.getItem(STORED) ?? 'null') as MyPlace | null } catch { return null }
}
export const my_place = ref<MyPlace | null>(read())
watch(my_place, (now) => (now ? localStorage.setItem(STORED, JSON.stringify(now)) : localStorage.removeItem(STORED)))
