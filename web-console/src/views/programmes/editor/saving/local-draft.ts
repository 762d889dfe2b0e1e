import type { ProgrammeForm } from '../../model/programme-form.ts'

/** What was typed and not saved, and the version that it was typed over; null = of no saved programme. */
export interface LocalDraft {
  form: ProgrammeForm
  version: number | null
}

const keyOf = (programmeId: string | null) => `tieng-lang.programme-draft.${programmeId ?? 'new'}`

/** What this tab still holds of a programme; null = nothing. A browser that forbids storage has nothing. */
export function readLocalDraft(programmeId: string | null): LocalDraft | null {
  try {
    const text = sessionStorage.getItem(keyOf(programmeId))
    // Only this page writes there, and only in this shape.
    return text === null ? null : (JSON.parse(text) as LocalDraft)
  } catch {
    return null
  }
}

export function writeLocalDraft(programmeId: string | null, draft: LocalDraft): void {
  try {
    sessionStorage.setItem(keyOf(programmeId), JSON.stringify(draft))
  } catch {}
}

export function removeLocalDraft(programmeId: string | null): void {
  try {
    sessionStorage.removeItem(keyOf(programmeId))
  } catch {}
}
