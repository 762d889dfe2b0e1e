import { Text } from '@mantine/core'
import type { PlayoutLineAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { OutcomeBadge, useProofWords } from '../../../components/cluster-state/outcome-words.tsx'
import { RelayMark } from '../../../components/relay/relay-mark.tsx'
import { useTimes } from '../../../i18n/use-times.ts'

/** One planned sound: when, what, whether it was heard, and how that is known or why not. */
export function PlayoutLine({ line }: { line: PlayoutLineAnswer }) {
  const { t } = useTranslation('playouts')
  const times = useTimes(60_000)
  const proof = useProofWords()
  const { startedAt, dueAt, title, programmeName, isRelay, outcome, heardMs, askedMs } = line
  const at = startedAt ?? dueAt
  return (
    <li className="tl-log-line">
      <Text
        size="sm"
        component="time"
        dateTime={new Date(at).toISOString()}
        title={startedAt === null ? t('dueNotStarted', { time: times.exactly(dueAt) }) : times.exactly(at)}
        c={startedAt === null ? 'dimmed' : 'inherit'}
      >
        {times.timeOfDay(at)}
      </Text>
      <div>
        <Text size="sm" fw={500}>
          {isRelay && <RelayMark />}
          {title}
        </Text>
        {programmeName !== title && (
          <Text size="sm" c="dimmed">
            {programmeName}
          </Text>
        )}
      </div>
      <OutcomeBadge line={line} />
      <Text size="sm" c="dimmed">
        {outcome === 'notHeard' ? '' : `${times.duration(heardMs)} / ${times.duration(askedMs)} · `}
        {proof(line)}
      </Text>
    </li>
  )
}
