import { ref, shallowRef } from 'vue'
import { fill } from './fill'

export type Language = 'zh-CN' | 'en'
type Texts = Record<string, string>
type Loader = () => Promise<{ default: Texts }>

const STORED = 'liren.language'
export const language = ref<Language>('zh-CN')
const texts = shallowRef<Texts>({})
let zh: Texts = {}
let en: Loader[] = []

/** Chinese comes with the app; English is fetched when someone asks for it. */
export async function set_up_texts(chinese: Texts[], english: Loader[]) {
  zh = Object.assign({}, ...chinese)
  en = english
  texts.value = zh
  if (localStorage.getItem(STORED) === 'en') await speak('en')
}

export async function speak(wanted: Language) {
  if (wanted === 'en') {
    const parts = await Promise.all(en.map((load) => load()))
    texts.value = Object.assign({}, ...parts.map((part) => part.default))
  } else {
    texts.value = zh
  }
  language.value = wanted
  document.documentElement.lang = wanted
  localStorage.setItem(STORED, wanted)
}

export function t(key: string, values?: Record<string, string | number>): string {
  const text = texts.value[key]
  return text === undefined ? key : fill(text, values)
}
export const has_text = (key: string) => key in texts.value
