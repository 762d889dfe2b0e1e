import { createInstance } from 'i18next'
import { en } from '../../../web-console/src/i18n/en/index.ts'
import { vi } from '../../../web-console/src/i18n/vi/index.ts'

export type Language = 'vi' | 'en'

/** What the page says for a key such as `programmes:save.submit`, with its numbers and names filled in. */
export type Say = (key: string, values?: Record<string, unknown>) => string

/** The console's own words, so that one scenario serves both languages. Rejects an unknown key: a test would look for it. */
export async function wordsOf(language: Language): Promise<Say> {
  const words = createInstance()
  await words.init({
    lng: language,
    fallbackLng: false,
    resources: { vi, en },
    interpolation: { escapeValue: false },
  })
  return (key, values) => {
    if (!words.exists(key, values)) throw new Error(`no words for ${key}`)
    return String(words.t(key, { ...values }))
  }
}
