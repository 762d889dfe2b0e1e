import type { BulletinCategory, BulletinValidity } from '@tieng-lang/protocol/browser'
import dayjs from 'dayjs'
import i18next, { type TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../i18n/use-times.ts'
import { bulletins } from '../../i18n/vi/bulletins.ts'
import { words } from '../../i18n/vi/words.ts'

type SayBulletins = TFunction<'bulletins'>
type KnownLanguage = keyof typeof bulletins.languages

/** The languages that are offered, Vietnamese first. */
export const LANGUAGES = Object.keys(bulletins.languages) as KnownLanguage[]

/** In the order in which the words stand. */
export const CATEGORIES = Object.keys(words.category) as BulletinCategory[]

/** A language's name; one that we have no word for is asked of the browser. */
export function sayLanguage(t: SayBulletins, language: string): string {
  if (isKnown(language)) return t(`languages.${language}`)
  return new Intl.DisplayNames([i18next.language], { type: 'language' }).of(language) ?? language
}

function isKnown(language: string): language is KnownLanguage {
  return language in bulletins.languages
}

/** `2026-02-17` → `17/02/2026`. */
export function sayDate(date: string): string {
  return date.split('-').toReversed().join('/')
}

/** On which days it may be heard, in words; `today` is a local date. */
function sayValidity(t: SayBulletins, { from, until }: BulletinValidity, today: string): string {
  if (until !== undefined && until < today) return t('validity.ended', { until: sayDate(until) })
  if (from !== undefined && until !== undefined)
    return t('validity.between', { from: sayDate(from), until: sayDate(until) })
  if (from !== undefined) return t('validity.from', { from: sayDate(from) })
  if (until !== undefined) return t('validity.until', { until: sayDate(until) })
  return t('validity.always')
}

/** How a page says things about bulletins, in its language and zone. */
export function useSayBulletin() {
  const { t } = useTranslation('bulletins')
  const { nowAt, timeZone, duration } = useTimes(60_000)
  const today = dayjs.tz(nowAt, timeZone).format('YYYY-MM-DD')
  return {
    duration,
    language: (language: string) => sayLanguage(t, language),
    validity: (validity: BulletinValidity) => sayValidity(t, validity, today),
  }
}
