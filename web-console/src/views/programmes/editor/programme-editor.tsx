import './editor.css'
import { Grid, Stack } from '@mantine/core'
import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { FormProblem } from '../../../components/form-problem.tsx'
import { missingParts } from '../model/definition-of-form.ts'
import type { ProgrammeForm } from '../model/programme-form.ts'
import { CheckPanel } from './check/check-panel.tsx'
import { DayAheadPanel } from './check/day-ahead-panel.tsx'
import { useCheck, useDraftBody } from './check/use-check.ts'
import { EditorHeader } from './editor-header.tsx'
import { PlaylistSection } from './playlist/playlist-section.tsx'
import { ReviewActs } from './review-acts.tsx'
import { EditorConflict } from './saving/editor-conflict.tsx'
import { KeptNotice } from './saving/kept-notice.tsx'
import { LeaveGuard } from './saving/leave-guard.tsx'
import { SaveBar } from './saving/save-bar.tsx'
import { AdvancedSection } from './sections/advanced-section.tsx'
import { NameSection } from './sections/name-section.tsx'
import { TargetsSection } from './sections/targets-section.tsx'
import { ValiditySection } from './sections/validity-section.tsx'
import { WhenSection } from './sections/when-section.tsx'
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
  const repeats = form.when !== 'now' && form.when !== 'once'
  return (
    <>
      <EditorHeader saved={saved} mayWrite={mayWrite} onRemove={() => void editor.remove()} />
      <Stack>
        {saved && <StatePanel programme={saved} />}
        {saved?.state === 'submitted' && mayReview && !editor.isDirty && (
          <ReviewActs
            name={saved.definition.name}
            pending={saving.pending}
            onApprove={() => void editor.review('approval')}
            onReturn={(note) => void editor.review('return', note)}
          />
        )}
        <KeptNotice {...editor} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <fieldset disabled={!mayWrite} className="tl-plain-fieldset">
              <Stack>
                <NameSection form={form} change={change} />
                <TargetsSection form={form} change={change} clusterCount={answer?.clusterCount} />
                <WhenSection form={form} change={change} nextStarts={answer?.nextStarts} />
                <PlaylistSection form={form} change={change} lengthMs={answer?.lengthMs} />
                {repeats && <ValiditySection form={form} change={change} />}
                <AdvancedSection form={form} change={change} />
              </Stack>
            </fieldset>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack>
              {mayWrite && <CheckPanel missing={missing} check={check} isReady={draft !== undefined} />}
              <DayAheadPanel targets={form.targets} draft={draft} mayWrite={mayWrite} />
            </Stack>
          </Grid.Col>
        </Grid>
        <FormProblem cause={saving.problem} />
        {mayWrite && (
          <SaveBar
            pending={saving.pending}
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
