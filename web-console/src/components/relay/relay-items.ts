import type { ProgrammeAnswer, ProgrammeDefinition } from '@tieng-lang/protocol/browser'

/** The programme that a sound belongs to, and its item; null for what is no item of a programme. */
export function itemOf(occurrenceId: string): { programmeId: string; itemKey: string } | null {
  const [broadcastId = '', itemId] = occurrenceId.split('/')
  const [programmeId = '', slot] = broadcastId.split('@')
  if (slot === undefined || itemId === undefined) return null
  return { programmeId, itemKey: `${programmeId}/${itemId}` }
}

/** The relays of programmes, in what is being worked on and in what plays, by the key that `itemOf` gives. */
export function relayKeys(
  programmes: readonly Pick<ProgrammeAnswer, 'definition' | 'playing'>[],
): Set<string> {
  const keys = programmes.flatMap(({ definition, playing }) => [
    ...keysIn(definition),
    ...(playing ? keysIn(playing.definition) : []),
  ])
  return new Set(keys)
}

function keysIn({ programmeId, playlist }: ProgrammeDefinition): string[] {
  return playlist.flatMap((item) => ('relay' in item ? [`${programmeId}/${item.itemId}`] : []))
}

/** Whether another station is heard in a programme. */
export function hasRelay({ playlist }: Pick<ProgrammeDefinition, 'playlist'>): boolean {
  return playlist.some((item) => 'relay' in item)
}
