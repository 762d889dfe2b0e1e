/** A day of the year as people write it ("15/4") → the protocol's `04-15`; null where there is no such day. */
export function readDayMonth(text: string): string | null {
  const match = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*$/.exec(text)
  const [day, month] = [Number(match?.[1]), Number(match?.[2])]
  // 2024 is a leap year: 29/2 is a day.
  const date = new Date(Date.UTC(2024, month - 1, day))
  if (!match || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return date.toISOString().slice(5, 10)
}

/** `04-15` → "15/04". */
export function dayMonthText(monthDay: string): string {
  return monthDay.split('-').toReversed().join('/')
}
