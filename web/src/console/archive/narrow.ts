import { ref } from 'vue'
/** A screen on which a table does not fit: rows are shown as cards. */
const query = typeof matchMedia === 'undefined' ? null : matchMedia('(max-width: 700px)')
export const narrow = ref(query?.matches ?? false)
query?.addEventListener('change', (event) => { narrow.value = event.matches })
