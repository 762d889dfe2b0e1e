import { Stack } from '@mantine/core'
import type { ProgrammeCheckAnswer } from '@tieng-lang/protocol/browser'
import type { ProgrammeForm } from '../model/programme-form.ts'
import { PlaylistSection } from './playlist/playlist-section.tsx'
import { AdvancedSection } from './sections/advanced-section.tsx'
import { NameSection } from './sections/name-section.tsx'
import type { SectionProps } from './sections/section.tsx'
import { TargetsSection } from './sections/targets-section.tsx'
import { ValiditySection } from './sections/validity-section.tsx'
import { WhenSection } from './sections/when-section.tsx'

interface EditorFieldsProps extends SectionProps<ProgrammeForm> {
  /** What the last check said; undefined until there is one. */
  answer: ProgrammeCheckAnswer | undefined
}

/** All fields, from what most people change to what few do. */
export function EditorFields({ form, change, answer }: EditorFieldsProps) {
  const repeats = form.when !== 'now' && form.when !== 'once'
  return (
    <Stack>
      <NameSection form={form} change={change} />
      <TargetsSection form={form} change={change} clusterCount={answer?.clusterCount} />
      <WhenSection form={form} change={change} nextStarts={answer?.nextStarts} />
      <PlaylistSection form={form} change={change} lengthMs={answer?.lengthMs} />
      {repeats && <ValiditySection form={form} change={change} />}
      <AdvancedSection form={form} change={change} />
    </Stack>
  )
}
