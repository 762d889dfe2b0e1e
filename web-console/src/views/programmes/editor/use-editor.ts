import { useNavigate } from '@tanstack/react-router'
import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from '../../../components/toast.ts'
import { useTimes } from '../../../i18n/use-times.ts'
import { bodyOfForm } from '../model/definition-of-form.ts'
import type { ProgrammeForm } from '../model/programme-form.ts'
import { useForm } from './saving/use-form.ts'
import { useSaving } from './saving/use-saving.ts'

export type Editor = ReturnType<typeof useEditor>

/** The fields of a programme and what is done with them: save, submit, review, remove, settle a conflict. */
export function useEditor({ saved, blank }: { saved: ProgrammeAnswer | null; blank: ProgrammeForm }) {
  const { t } = useTranslation('programmes')
  const { nowAt, timeZone } = useTimes()
  const navigate = useNavigate()
  const fields = useForm({ saved, blank })
  const saving = useSaving()
  const mayLeave = useRef(false)
  const body = () => bodyOfForm(fields.form, { nowAt, timeZone })

  /** Leaves without a question: everything is saved, or gone. */
  const leaveTo = async (programmeId: string | null) => {
    mayLeave.current = true
    if (programmeId === null) await navigate({ to: '/lich-phat' })
    else await navigate({ to: '/lich-phat/$programmeId', params: { programmeId }, replace: true })
    mayLeave.current = false
  }
  const taken = async (answer: ProgrammeAnswer, sentence: string) => {
    toast(sentence)
    fields.take(answer)
    if (!saved) await leaveTo(answer.programmeId)
  }
  const save = async (version = fields.version) => {
    const answer = await saving.save(body(), version)
    if (answer) await taken(answer, t('save.saved'))
  }
  const submit = async () => {
    const needsSaving = fields.isDirty || saved === null
    const kept = needsSaving ? await saving.save(body(), fields.version) : saved
    if (!kept) return
    const answer = await saving.review('submission', kept)
    if (answer) await taken(answer, t('save.submitted'))
    else if (needsSaving) await taken(kept, t('save.saved'))
  }
  const review = async (act: 'approval' | 'return', note?: string) => {
    const answer = saved && (await saving.review(act, saved, note))
    if (answer) await taken(answer, t(act === 'approval' ? 'review.approved' : 'review.wasReturned'))
  }
  const remove = async () => {
    const isGone = saved && (await saving.remove(saved))
    if (!isGone) return
    fields.forget()
    toast(t('remove.done', { name: saved.definition.name }))
    await leaveTo(null)
  }
  return {
    ...fields,
    ...{ saving, save, submit, review, remove },
    hasUnsaved: () => fields.isDirty && !mayLeave.current,
  }
}
