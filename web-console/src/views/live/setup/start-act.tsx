import { Button, Stack, Text } from '@mantine/core'
import { IconSpeakerphone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LiveForm } from '../model/live-form.ts'
import { useStudioState } from '../studio/studio-context.ts'
import { StartProblem } from './start-problem.tsx'
import { useBegin } from './use-begin.ts'
import type { Reach } from './use-reach.ts'

/** The one act of the page: begin to speak, or play what was recorded. */
export function StartAct({ form, reach }: { form: LiveForm; reach: Reach }) {
  const { t } = useTranslation('live')
  const isOpen = useStudioState(({ microphone }) => microphone === 'open')
  const hasTape = useStudioState(({ report }) => (report?.recordedMs ?? 0) > 0 && !report?.isRecording)
  const { state, problem, begin } = useBegin(form, reach)
  const isRecord = form.way === 'record'
  const isReady = reach.soundingCount > 0 && (isRecord ? hasTape : isOpen)
  return (
    <Stack gap="xs" className="tl-live-act" data-ready={isReady || undefined}>
      <StartProblem problem={problem} onTakeOver={() => begin(true)} />
      {(!isRecord || hasTape) && (
        <Button
          fullWidth
          size="lg"
          h={64}
          disabled={!isReady}
          loading={state !== 'idle'}
          leftSection={<IconSpeakerphone aria-hidden size={26} />}
          onClick={() => begin()}
        >
          {t(isRecord ? 'tape.go' : 'start.go')}
        </Button>
      )}
      <Text size="sm" c="dimmed" ta="center" role="status">
        {t(hintOf({ state, soundingCount: reach.soundingCount, needsMicrophone: !isRecord && !isOpen }), {
          count: reach.soundingCount,
        })}
      </Text>
    </Stack>
  )
}

interface Standing {
  state: 'idle' | 'sending' | 'lost'
  soundingCount: number
  needsMicrophone: boolean
}

function hintOf({ state, soundingCount, needsMicrophone }: Standing) {
  if (state === 'sending') return 'start.starting' as const
  if (state === 'lost') return 'start.lost' as const
  if (soundingCount === 0) return 'start.choosePlace' as const
  return needsMicrophone ? ('start.openFirst' as const) : ('reach' as const)
}
