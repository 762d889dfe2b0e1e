import type { AreaAnswer, AreaId, AreaSettings } from '@tieng-lang/protocol/browser'
import type { KnownPlaces } from '../../known-places.ts'

/** An area as it is being written; an empty code is none. */
export interface AreaForm {
  name: string
  code: string
  settings: AreaSettings
}

/** The form of an area as it stands. */
export function formOfArea({ name, code, settings }: AreaAnswer): AreaForm {
  return { name, code: code ?? '', settings }
}

/** The body of the PATCH: settings go as a whole, and what is taken from above is left out. */
export function changeOfForm({ name, code, settings }: AreaForm) {
  const { timeZone, quietHours, review, emergencyButton, emergencyButtonWidens } = settings
  return {
    name: name.trim(),
    code: codeOf(code),
    settings: {
      ...(timeZone && { timeZone }),
      ...(quietHours && { quietHours }),
      ...(review && { review }),
      ...(emergencyButton && { emergencyButton }),
      ...(emergencyButtonWidens && { emergencyButtonWidens }),
    },
  }
}

/** QĐ 19/2025: text of 2 or 5 digits, leading zeros kept; null = none. */
export function codeOf(typed: string): string | null {
  const code = typed.trim()
  return code === '' ? null : code
}

/** Whether something is typed that is no code. */
export function isCodeWrong(typed: string): boolean {
  const code = codeOf(typed)
  return code !== null && !/^(?:\d{2}|\d{5})$/.test(code)
}

/** Whether nothing that I can see lies in the area. The server knows better, and refuses. */
export function isAreaEmpty(areaId: AreaId, { areas, clusters, zones }: KnownPlaces): boolean {
  return (
    !areas.some(({ parentId }) => parentId === areaId) &&
    ![...clusters, ...zones].some((each) => each.areaId === areaId)
  )
}
