import type { Category } from '@/kernel/client'
import { category_icon } from '@/kernel/components/icons'

/** Words on a door plate that already say what will be wrong there. */
const SIGNS: [RegExp, string][] = [
  [/\u706f|\bL\d/u, 'light'], [/\u7535\u68af/u, 'elevator'], [/\u4e95\u76d6|\u6c34\u7ba6|\u96e8\u6c34/u, 'drain'], [/\u5783\u573e/u, 'waste'], [/\u8f66|\u505c/u, 'parking'], [/\u6811|\u7eff|\u82b1/u, 'tree'], [/\u6d88\u9632|\u6d88\u706b/u, 'fire'],
]
/** A first guess, so that a photo and "send" are enough: what the plate says, what was sent last from this phone, else "other". */
export function guess_category(categories: Category[], plate: string, last: string | null): string {
  const by_icon = (icon: string) => categories.find((one) => category_icon(one.icon || one.code) === icon)?.code
  for (const [sign, icon] of SIGNS) {
    if (!sign.test(plate)) continue
    const found = by_icon(icon)
    if (found) return found
  }
  if (last && categories.some((one) => one.code === last)) return last
  return by_icon('other') ?? categories.find((one) => one.code === 'other')?.code ?? categories[categories.length - 1]?.code ?? ''
}
