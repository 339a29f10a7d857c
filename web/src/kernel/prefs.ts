import { ref, watch } from 'vue'

const root = document.documentElement
function kept(name: string, attribute: string, value: string) {
  const on = ref(localStorage.getItem(name) === '1')
  watch(on, (now) => {
    if (now) root.setAttribute(attribute, value)
    else root.removeAttribute(attribute)
    localStorage.setItem(name, now ? '1' : '0')
  }, { immediate: true })
  return on
}
/** 长辈版: larger type, larger targets, stronger ink, fewer things. */
export const elder = kept('liren.elder', 'data-elder', '')
/** 44-px rows instead of 36. */
export const wide_rows = kept('liren.rows', 'data-rows', 'wide')
