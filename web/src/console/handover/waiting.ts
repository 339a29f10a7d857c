/** How many of one's own hand-overs need a look: the badge in the rail. Asked again whenever one changes. */
import { ref } from 'vue'
import { district_code, may } from '@/kernel/session'
import { handovers_of } from './api'

export const attention = ref(0)
let turn = 0
export async function count_attention() {
  const mine = ++turn
  if (!may('handovers.read')) { attention.value = 0; return }
  try {
    const { count } = await handovers_of(district_code.value).attention()
    if (mine === turn) attention.value = count
  } catch { /* the page itself says what is wrong */ }
}
