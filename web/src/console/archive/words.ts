import { t } from '@/kernel/i18n'
import type { ValueWords } from './values'
/** The two words of a boolean, in the language of the moment. */
export const value_words = (): ValueWords => ({ yes: t('archive.yes'), no: t('archive.no') })
