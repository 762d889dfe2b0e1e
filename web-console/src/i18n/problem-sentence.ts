import i18next from 'i18next'
import { ProblemError } from '../api/problem-error.ts'

/** What has happened and what to do, in the language of the page. */
export function problemSentence(cause: unknown): string {
  const code = cause instanceof ProblemError ? cause.code : 'internal'
  const known = i18next.getResource(i18next.language, 'problems', code)
  return typeof known === 'string' ? known : i18next.t('unknown', { ns: 'problems', code })
}
