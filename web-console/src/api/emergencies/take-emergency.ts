import type { QueryClient } from '@tanstack/react-query'
import type { EmergencyAnswer, EmergencyLine } from '@tieng-lang/protocol/browser'
import { keys } from '../keys.ts'
import { isOpen } from './emergency-queries.ts'

/** Puts what the updates socket told of one emergency into what pages show; its clusters and moments are asked anew. */
export function takeEmergency(client: QueryClient, line: EmergencyLine): void {
  client.setQueryData<EmergencyLine[]>(keys.openEmergencies, (old) => withLine(old ?? [], line))
  const queryKey = keys.emergency(line.emergencyId)
  client.setQueryData<EmergencyAnswer>(queryKey, (old) => old && { ...old, ...line })
  void client.invalidateQueries({ queryKey })
  void client.invalidateQueries({ queryKey: keys.pastEmergencies })
}

/** The open ones with this in its place: the newest first, without it where it is over. */
export function withLine(lines: readonly EmergencyLine[], line: EmergencyLine): EmergencyLine[] {
  const others = lines.filter(({ emergencyId }) => emergencyId !== line.emergencyId)
  const all = isOpen(line) ? [...others, line] : others
  return all.toSorted((a, b) => b.requestedAt - a.requestedAt)
}
