import './editor.css'
import { Grid, Stack } from '@mantine/core'
import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { missingParts } from '../model/definition-of-form.ts'
import type { ProgrammeForm } from '../model/programme-form.ts'
import { CheckPanel } from './check/check-panel.tsx'
import { DayAheadPanel } from './check/day-ahead-panel.tsx'
import { useCheck, useDraftBody } from './check/use-check.ts'
import { EditorFields } from './editor-fields.tsx'
import { EditorHeader } from './editor-header.tsx'
import { ProgrammeView } from './programme-view.tsx'
import { ReviewActs } from './review-acts.tsx'
import { EditorConflict } from './saving/editor-conflict.tsx'
import { KeptNotice } from './saving/kept-notice.tsx'
import { LeaveGuard } from './saving/leave-guard.tsx'
import { NewerNotice } from './saving/newer-notice.tsx'
import { SaveBar } from './saving/save-bar.tsx'
import { StatePanel } from './state-panel.tsx'
import { useEditor } from './use-editor.ts'
import { useMayOnTargets } from './use-may-on-targets.ts'

interface ProgrammeEditorProps {
  /** Null for a new one, which begins as `blank`. */
  saved: ProgrammeAnswer | null
  blank: ProgrammeForm
}

/** The form of a programme beside what it would mean; state and review above, saving always below. */
export function ProgrammeEditor({ saved, blank }: ProgrammeEditorProps) {
  const editor = useEditor({ saved, blank })
  const { form, change, saving } = editor
  const mayWrite = useMayOnTargets('programme.write', form.targets)
  const mayReview = useMayOnTargets('programme.review', form.targets)
  const draft = useDraftBody(form)
  const check = useCheck(mayWrite ? draft : undefined)
  const answer = draft && check.data
  const missing = missingParts(form)
  return (
    <>
      <EditorHeader saved={saved} mayWrite={mayWrite} onRemove={() => void editor.remove()} />
      <Stack>
        {saved && <StatePanel programme={saved} />}
        {saved?.state === 'submitted' && mayReview && !editor.isDirty && (
          <ReviewActs
            name={saved.definition.name}
            pending={saving.pending}
            problem={saving.problem}
            onApprove={() => void editor.review('approval')}
            onReturn={(note) => void editor.review('return', note)}
          />
        )}
        <KeptNotice {...editor} />
        <NewerNotice saved={saved} editor={editor} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            {mayWrite ? (
              <EditorFields form={form} change={change} answer={answer} />
            ) : (
              saved && <ProgrammeView programme={saved} mayReview={mayReview} />
            )}
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack>
              {mayWrite && <CheckPanel missing={missing} check={check} isReady={draft !== undefined} />}
              <DayAheadPanel targets={form.targets} draft={draft} mayWrite={mayWrite} />
            </Stack>
          </Grid.Col>
        </Grid>
        {mayWrite && (
          <SaveBar
            pending={saving.pending}
            problem={saving.problem}
            isDirty={editor.isDirty}
            missing={missing}
            maySubmit={saved?.state === 'draft' || saved?.state === 'returned'}
            state={saved?.state ?? null}
            conflictCount={answer?.conflicts.length ?? 0}
            onSave={() => void editor.save()}
            onSubmit={() => void editor.submit()}
          />
        )}
      </Stack>
      <EditorConflict editor={editor} />
      <LeaveGuard hasUnsaved={editor.hasUnsaved} onForget={editor.forget} />
    </>
  )
}
