import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { first } from './vi/first.ts'
import type { vi } from './vi/index.ts'

export type Language = 'vi' | 'en'

const STORED_UNDER = 'tieng-lang.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof vi
    returnNull: false
  }
}

/** Vietnamese is in the first load; English comes when it is wanted. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: false,
    defaultNS: 'common',
    resources: { vi: first },
    interpolation: { escapeValue: false },
  })
  if (storedLanguage() === 'en') await setLanguage('en')
  document.documentElement.lang = i18next.language
}

/** Turns the page to a language, and remembers it in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'common')) {
    const { en } = await import('./en/index.ts')
    for (const [name, words] of Object.entries(en)) i18next.addResourceBundle('en', name, words)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  store(language)
}

/** The language that the page is in. */
export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'vi'
}

/** A browser that forbids storage only forgets the choice. */
function storedLanguage(): string | null {
  try {
    return localStorage.getItem(STORED_UNDER)
  } catch {
    return null
  }
}

function store(language: Language): void {
  try {
    localStorage.setItem(STORED_UNDER, language)
  } catch {}
}
