import { useQueries } from '@tanstack/react-query'
import type { ProgrammeAnswer, ProgrammeDefinition } from '@tieng-lang/protocol/browser'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { itemOf, relayKeys } from './relay-items.ts'

/** More programmes than a cluster plays in a day; what comes after them has no mark, only its name. */
const ASKED_MAX = 30

/**
 * Tells which sounds are relays: their programmes say it. What is not known, yet or any more, is taken for none. `draft`
 * is a programme as it is being written, which the server need not know.
 */
export function useRelays(
  occurrenceIds: readonly string[],
  draft?: ProgrammeDefinition,
): (occurrenceId: string) => boolean {
  const programmeIds = new Set(occurrenceIds.flatMap((id) => itemOf(id)?.programmeId ?? []))
  if (draft) programmeIds.delete(draft.programmeId)
  const answers = useQueries({
    queries: [...programmeIds].slice(0, ASKED_MAX).map((programmeId) => ({
      queryKey: keys.programme(programmeId),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<ProgrammeAnswer>(`/programmes/${programmeId}`, { signal }),
    })),
  })
  const known = answers.flatMap(({ data }) => data ?? [])
  const relays = relayKeys([...known, ...(draft ? [{ definition: draft, playing: null }] : [])])
  return (occurrenceId) => relays.has(itemOf(occurrenceId)?.itemKey ?? '')
}
