import { Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { Outcome, PlayoutDay } from '@tieng-lang/protocol/browser'
import { useId, useState } from 'react'
import { useTotalsWords } from '../use-totals-words.ts'
import { ClusterLines } from './cluster-lines.tsx'
import { RatioBar } from './ratio-bar.tsx'

interface ClusterDayProps {
  day: PlayoutDay
  place: { name: string; communeName: string }
  outcome: Outcome | null
}

/** A cluster's day in one line; its items while it is open. */
export function ClusterDay({ day, place, outcome }: ClusterDayProps) {
  const words = useTotalsWords()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <li className="tl-log-day">
      <UnstyledButton
        className="tl-log-head"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron aria-hidden size={18} />
        <span>
          <Text component="span" fw={500}>
            {place.name}
          </Text>{' '}
          <Text component="span" size="sm" c="dimmed">
            {place.communeName}
          </Text>
        </span>
        <span>
          <RatioBar totals={day} />
        </span>
        <Text component="span" size="sm" c="dimmed">
          {words.counts(day)}
        </Text>
      </UnstyledButton>
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <ClusterLines
            query={{ clusterId: day.clusterId, date: day.date, outcome }}
            clusterName={place.name}
          />
        )}
      </div>
    </li>
  )
}
