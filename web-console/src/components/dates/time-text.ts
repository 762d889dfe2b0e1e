import type { LocalTime } from '@tieng-lang/protocol/browser'

/**
 * A time of day as people write it → `05:30`: "5:30", "5h30", "17h", "17.00", "0530", "5 giờ 30"; null where it is none.
 */
export function readTime(text: string): LocalTime | null {
  const match =
    /^\s*(\d{1,2})\s*(?:[:h.]|giờ)\s*(\d{1,2})?\s*(?:phút)?\s*(?::(\d{2}))?\s*$/i.exec(text) ??
    /^\s*(\d{1,2})(\d{2})?\s*$/.exec(text)
  if (!match) return null
  const [hour, minute, second] = [match[1], match[2] ?? '0', match[3] ?? '0'].map(Number)
  if (hour === undefined || minute === undefined || second === undefined) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const parts = second === 0 ? [hour, minute] : [hour, minute, second]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** Times in order, each once. */
export function sortedTimes(times: readonly LocalTime[]): LocalTime[] {
  return [...new Set(times)].toSorted()
}
