/** Where in the calendar a new programme was begun; anything else in the address is left out. */
export interface NewProgrammeSearch {
  date?: string
  time?: string
  areaId?: string
}

/** Reads an address that anybody may have typed: what has not the form of a date, time or id is left out. */
export function newProgrammeSearch(search: Record<string, unknown>): NewProgrammeSearch {
  const { date, time, areaId } = search
  return {
    ...(isText(date, /^\d{4}-\d{2}-\d{2}$/) && { date }),
    ...(isText(time, /^\d{2}:\d{2}$/) && { time }),
    ...(isText(areaId, /^[a-z0-9-]{1,64}$/) && { areaId }),
  }
}

function isText(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value)
}
