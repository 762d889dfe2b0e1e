import type { AgentParts } from '@tieng-lang/edge-agent'
import type { ClusterConfig } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { QUIET_AT_NOON } from '../small-story.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

/** The agent hears of every config but without its quiet hours. */
export const NO_QUIET_HOURS: Defect = {
  name: 'an agent that does not take its quiet hours',
  foundBy: 'nothing but an emergency in quiet hours',
  agentParts: (parts) => withoutQuiet(parts, () => true),
}

/** The agent hears of every config but without the hours that begin while somebody speaks. */
export const VOICE_INTO_QUIET_HOURS: Defect = {
  name: 'an agent that lets a live voice go on into quiet hours',
  foundBy: 'nothing but an emergency in quiet hours',
  agentParts: (parts) => withoutQuiet(parts, ({ from }) => from === QUIET_AT_NOON.from),
}

function withoutQuiet(
  parts: AgentParts,
  isLeftOut: (window: { from: string; until: string }) => boolean,
): AgentParts {
  return hearing(trustingAnyone(parts), (message) => {
    const open = forged<{ body: ClusterConfig }>(message, 'config', ({ body, ...claims }) => {
      const windows = body.quietHours.windows.filter((window) => !isLeftOut(window))
      return { ...claims, body: { ...body, quietHours: { ...body.quietHours, windows } } }
    })
    return [open ?? message]
  })
}
