import { Group, Stack, Text } from '@mantine/core'
import type { Id, RelayItemDraft } from '@tieng-lang/protocol/browser'
import { useMaySomewhere } from '../../session/session-context.ts'
import { RelayFacts } from './relay-facts.tsx'
import { RelayListen } from './relay-listen.tsx'
import { RelaySeal } from './relay-mark.tsx'

interface RelayLookProps {
  item: RelayItemDraft
  /** The programme that it stands in, where the reader reviews that; else null. */
  reviewedIn: Id | null
}

/** A relay for whoever reads or approves it: what it is, and what is said in its place, both to be listened to. */
export function RelayLook({ item: { title, relay }, reviewedIn }: RelayLookProps) {
  const mayWrite = useMaySomewhere('programme.write')
  const { source } = relay
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <RelaySeal />
      <Stack gap={4} flex={1} miw={0}>
        <Text style={{ overflowWrap: 'anywhere' }}>{title}</Text>
        <RelayFacts relay={relay} hasListening />
        {(mayWrite || reviewedIn !== null) && source.kind === 'stream' && (
          <RelayListen address={() => source.url} reviewedIn={mayWrite ? null : reviewedIn} />
        )}
      </Stack>
    </Group>
  )
}
