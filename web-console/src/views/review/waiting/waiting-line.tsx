import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReturnForm } from '../../../components/review/return-form.tsx'
import { BulletinLook } from '../look/bulletin-look.tsx'
import { ProgrammeLook } from '../look/programme-look.tsx'
import { DecisionButtons } from './decision-buttons.tsx'
import { focusNeighbour, WAITING_LINE } from './move-focus.ts'
import { type Decision, useDecision } from './use-decision.ts'
import type { WaitingItem } from './waiting-items.ts'

/** One thing that waits: looked at, listened to, approved or returned where it stands. */
export function WaitingLine({ item }: { item: WaitingItem }) {
  const { t } = useTranslation('review')
  const decision = useDecision(item)
  const [isReturning, setIsReturning] = useState(false)
  const decide = (wanted: Decision) => {
    if (item.isBarred && wanted.kind === 'approve') return
    if (!decision.isPending) decision.mutate(wanted)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Only where the line itself has the focus (WCAG 2.1.4): letters in a field stay letters.
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return
    const act = actOf(event, {
      approve: () => decide({ kind: 'approve' }),
      return: () => setIsReturning(true),
    })
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <Paper
      component="li"
      className="tl-surface"
      p="md"
      tabIndex={0}
      {...{ [WAITING_LINE]: item.waitingId }}
      aria-label={item.title}
      onKeyDown={onKeyDown}
    >
      <Stack gap="sm">
        <Heading item={item} />
        {item.kind === 'bulletin' ? (
          <BulletinLook bulletin={item.bulletin} />
        ) : (
          <ProgrammeLook programme={item.programme} />
        )}
        {item.isBarred && <Text>{t('ownWork')}</Text>}
        {isReturning ? (
          <ReturnForm
            onReturn={(note) => decide({ kind: 'return', note })}
            onClose={() => setIsReturning(false)}
          />
        ) : (
          <DecisionButtons
            item={item}
            pending={decision.isPending ? decision.variables.kind : null}
            onApprove={() => decide({ kind: 'approve' })}
            onReturn={() => setIsReturning(true)}
          />
        )}
      </Stack>
    </Paper>
  )
}

function Heading({ item: { kind, title, submittedBy } }: { item: WaitingItem }) {
  const { t } = useTranslation('review')
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t(`kind.${kind}`)} · {t('submittedBy', { name: submittedBy })}
      </Text>
      <Group gap="sm">
        <Title order={3} size="h4" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
      </Group>
    </div>
  )
}

interface LineActs {
  approve: () => void
  return: () => void
}

function actOf(event: KeyboardEvent<HTMLElement>, acts: LineActs): (() => void) | undefined {
  const line = event.currentTarget
  const waitingId = line.getAttribute(WAITING_LINE) ?? ''
  switch (event.key.toLowerCase()) {
    case 'arrowdown':
      return () => focusNeighbour(waitingId, 'next')
    case 'arrowup':
      return () => focusNeighbour(waitingId, 'previous')
    case 'n':
      return () => line.querySelector<HTMLElement>('[data-listen]')?.click()
    case 'd':
      return acts.approve
    case 't':
      return acts.return
    default:
      return undefined
  }
}
