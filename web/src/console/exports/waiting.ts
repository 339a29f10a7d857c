/** How many requests wait for the caller's decision: the badge in the rail. Asked again whenever an export changes. */
import { ref } from 'vue'
import { district_code, may } from '@/kernel/session'
import { exports_of } from './api'

export const waiting = ref(0)
export const more_wait = ref(false)
let turn = 0
export async function count_waiting() {
  const mine = ++turn
  if (!may('exports.approve')) { waiting.value = 0; return }
  try {
    const page = await exports_of(district_code.value).waiting()
    if (mine !== turn) return
    waiting.value = page.items.length
    more_wait.value = !!page.next
  } catch { /* the page itself says what is wrong */ }
}
