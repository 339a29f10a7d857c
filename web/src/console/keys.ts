import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue'

/** Single-key commands of a page: silent while someone types, composes, holds a modifier, or has a dialog open. */
export function use_keys(commands: Record<string, (event: KeyboardEvent) => void>) {
  let on = false
  function hear(event: KeyboardEvent) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target as HTMLElement
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable
    if (typing && event.key !== 'F2') return
    if (document.querySelector('[role="dialog"]')) return
    const command = commands[event.key]
    if (!command) return
    event.preventDefault()
    command(event)
  }
  const start = () => { if (!on) { on = true; window.addEventListener('keydown', hear) } }
  const stop = () => { on = false; window.removeEventListener('keydown', hear) }
  onMounted(start)
  onActivated(start)
  onDeactivated(stop)
  onBeforeUnmount(stop)
}
/** An Enter that ends an input-method composition never submits. */
export const not_composing = (event: KeyboardEvent) => { if (event.isComposing || event.keyCode === 229) event.preventDefault() }
