import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useSession } from '../../../../session/session-context.ts'
import { formOfDefinition } from '../../model/form-of-definition.ts'
import type { ProgrammeForm } from '../../model/programme-form.ts'
import { type LocalDraft, readLocalDraft, removeLocalDraft, writeLocalDraft } from './local-draft.ts'

const KEEP_MS = 400

export interface FormOptions {
  /** As it was last saved; null for a new one. */
  saved: ProgrammeAnswer | null
  /** What a new one begins with. */
  blank: ProgrammeForm
}

/**
 * The fields, the version they were filled from, and what was typed since. What is typed is kept in the tab until it is
 * saved; a newer saved version replaces fields that nobody has touched.
 */
export function useForm({ saved, blank }: FormOptions) {
  const { timeZone } = useSession()
  const [base, setBase] = useState<ProgrammeAnswer | null>(saved)
  const baseForm = useMemo(
    () => (base ? formOfDefinition(base, { nowAt: base.changedAt, timeZone }) : blank),
    [base, blank, timeZone],
  )
  const [form, setForm] = useState(baseForm)
  const programmeId = saved?.programmeId ?? null
  const [kept, setKept] = useState<LocalDraft | null>(() => readLocalDraft(programmeId))
  const [draftVersion, setDraftVersion] = useState<number | null>(null)
  const isDirty = useMemo(() => JSON.stringify(form) !== JSON.stringify(baseForm), [form, baseForm])

  const take = useCallback(
    (answer: ProgrammeAnswer) => {
      removeLocalDraft(programmeId)
      setBase(answer)
      setDraftVersion(null)
      setForm(formOfDefinition(answer, { nowAt: answer.changedAt, timeZone }))
    },
    [programmeId, timeZone],
  )
  useEffect(() => {
    if (saved && saved.version !== base?.version && !isDirty) take(saved)
  }, [saved, base?.version, isDirty, take])

  const version = draftVersion ?? base?.version ?? null
  useEffect(() => {
    if (!isDirty) return
    const timer = setTimeout(() => writeLocalDraft(programmeId, { form, version }), KEEP_MS)
    return () => clearTimeout(timer)
  }, [form, version, isDirty, programmeId])

  return {
    form,
    change: (patch: Partial<ProgrammeForm>) => setForm((old) => ({ ...old, ...patch })),
    /** The version that a save says it has seen; null = nothing is saved yet. */
    version,
    isDirty,
    take,
    kept,
    /** Puts what the tab still held back into the fields; saving it is judged by the version it was typed over. */
    takeKept: () => {
      if (!kept) return
      setForm(kept.form)
      setDraftVersion(kept.version)
      setKept(null)
    },
    dropKept: () => {
      if (!isDirty) removeLocalDraft(programmeId)
      setKept(null)
    },
    forget: () => removeLocalDraft(programmeId),
  }
}
