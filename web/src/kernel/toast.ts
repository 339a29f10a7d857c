import { ref } from 'vue'
export interface Toast { id: number; text: string; tone: 'plain' | 'good' | 'bad'; undo?: { label: string; run: () => void } }
export const toasts = ref<Toast[]>([])
let last = 0
export function toast(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> & { stay?: number } = {}) {
  const id = ++last
  toasts.value = [...toasts.value.slice(-2), { id, text, tone: more.tone ?? 'plain', undo: more.undo }]
  const stay = more.stay ?? (more.undo ? 7000 : more.tone === 'bad' ? 7000 : 4000)
  window.setTimeout(() => dismiss(id), stay)
  return id
}
export function dismiss(id: number) { toasts.value = toasts.value.filter((one) => one.id !== id) }
