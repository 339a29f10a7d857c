import { onBeforeUnmount } from 'vue'
import { Problem } from '@/kernel/client'
import { t } from '@/kernel/i18n'
import { toast } from '@/kernel/toast'

/** Takes something away at once and tells the server a little later, so that "undo" is enough and nobody is asked "are you sure". */
export function use_undoable() {
  const pending = new Set<() => void>()
  onBeforeUnmount(() => { for (const run of pending) run() })
  return function remove(said: string, hide: () => void, bring_back: () => void, really: () => Promise<unknown>) {
    hide()
    const run = () => {
      if (!pending.delete(run)) return
      window.clearTimeout(timer)
      really().catch((caught: unknown) => { bring_back(); toast(caught instanceof Problem ? caught.message : t('error.offline_text'), { tone: 'bad' }) })
    }
    const timer = window.setTimeout(run, 6500)
    pending.add(run)
    toast(said, { undo: { label: t('do.undo'), run: () => { pending.delete(run); window.clearTimeout(timer); bring_back() } } })
  }
}
export const say_problem = (caught: unknown) => toast(caught instanceof Problem ? caught.message : t('error.offline_text'), { tone: 'bad' })
