import { ref } from 'vue'
/** The time that deadlines are told against; moves every half minute while the page is seen. */
export const now = ref(Date.now())
setInterval(() => { if (!document.hidden) now.value = Date.now() }, 30_000)
document.addEventListener('visibilitychange', () => { if (!document.hidden) now.value = Date.now() })
