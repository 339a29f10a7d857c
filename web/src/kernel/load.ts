import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Loading<T> { data: ShallowRef<T | null>; error: Ref<unknown>; loading: Ref<boolean>; load: () => Promise<void>; refresh: () => Promise<void> }

/** One thing a page shows. `load` may show a skeleton; `refresh` never takes away what is already there. The latest question wins. */
export function use_load<T>(ask: () => Promise<T>): Loading<T> {
  const data = shallowRef<T | null>(null)
  const error = ref<unknown>(null)
  const loading = ref(true)
  let turn = 0
  async function run(quiet: boolean) {
    const mine = ++turn
    if (!quiet) { loading.value = true; error.value = null }
    try {
      const given = await ask()
      if (mine !== turn) return
      data.value = given
      error.value = null
    } catch (caught) {
      if (mine !== turn) return
      if (!quiet || data.value === null) error.value = caught
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  return { data, error, loading, load: () => run(false), refresh: () => run(true) }
}
