import { computed, ref, shallowRef } from 'vue'
import { gate, Problem, set_hooks, Unreachable, type DistrictName, type Permission, type Session } from '../client'
import { language } from '../i18n'

const DEFAULT_DISTRICT = '140502'
export const session = shallowRef<Session | null>(null)
/** Session not asked yet, or the server did not answer. */
export const session_state = ref<'unknown' | 'in' | 'out' | 'unreachable'>('unknown')
export const demo = ref(false)
export const districts = shallowRef<DistrictName[]>([])
/** Someone was signed in and no longer is: the sign-in dialog stands over the page, which keeps what was typed. */
export const expired = ref(false)
let waiting: ((again: boolean) => void)[] = []

const STORED_DISTRICT = 'liren.district'
const chosen = ref(localStorage.getItem(STORED_DISTRICT))
export const district_code = computed(() =>
  session.value?.grants[0]?.district ?? session.value?.home?.district ?? chosen.value ?? districts.value[0]?.code ?? DEFAULT_DISTRICT)
export function choose_district(code: string) {
  chosen.value = code
  localStorage.setItem(STORED_DISTRICT, code)
}

export const permissions = computed(() => new Set<Permission>(session.value?.grants.flatMap((grant) => grant.permissions) ?? []))
export const may = (permission: Permission) => permissions.value.has(permission)

function enter(given: Session) {
  session.value = given
  session_state.value = 'in'
  if (given.demo) demo.value = true
  if (given.districts) districts.value = given.districts
  expired.value = false
  for (const resume of waiting) resume(true)
  waiting = []
}

export async function load_session() {
  try {
    enter(await gate.session())
  } catch (error) {
    if (error instanceof Problem) {
      session.value = null
      session_state.value = 'out'
      if (error.body.demo) demo.value = true
      if (error.body.districts) districts.value = error.body.districts
    } else if (error instanceof Unreachable) {
      session_state.value = 'unreachable'
    } else throw error
  }
}
export async function sign_in(login: string, password: string) {
  enter(await gate.sign_in(login, password))
}
export async function sign_out() {
  try {
    await gate.sign_out()
  } catch { /* gone anyway */ }
  session.value = null
  session_state.value = 'out'
}
export function give_up_session() {
  expired.value = false
  session.value = null
  session_state.value = 'out'
  for (const resume of waiting) resume(false)
  waiting = []
}

set_hooks({
  language: () => language.value,
  on_demo: (mark) => { if (mark) demo.value = true },
  on_expired: () => {
    if (!session.value) return Promise.resolve(false)
    expired.value = true
    return new Promise((resume) => waiting.push(resume))
  },
})
