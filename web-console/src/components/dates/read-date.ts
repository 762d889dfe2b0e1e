import type { LocalDate } from '@tieng-lang/protocol/browser'

/** A date as people write it here ("5/12/2026", "05-12-2026") → `2026-12-05`; null where there is no such day. */
export function readDate(text: string): LocalDate | null {
  const match = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\s*$/.exec(text)
  const [day, month, year] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  if (!match || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return date.toISOString().slice(0, 10)
}
