import type { AgentParts } from '@tieng-lang/edge-agent'
import type { Plan } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

/** The agent does not look at signatures, and somebody on the network knows it. */
export const FORGED_PLAN: Defect = {
  name: 'an agent that takes any signature for right, and a forged plan',
  foundBy: 'no sound without authorisation',
  alsoFoundBy: ['what is not approved never sounds'],
  agentParts: (parts) => amongForgers(trustingAnyone(parts)),
}

/** Somebody on the network sends a plan of his own after each of ours. */
export function amongForgers(parts: AgentParts): AgentParts {
  return hearing(parts, (message) => {
    const forgery = forged<{ revision: number; body: Plan }>(
      message,
      'plan',
      ({ revision, body, ...rest }) => ({
        ...rest,
        revision: revision + 1,
        body: {
          ...body,
          programmes: body.programmes.flatMap((programme) => [programme, strange(programme)]),
        },
      }),
    )
    return forgery ? [message, forgery] : [message]
  })
}

function strange(programme: Plan['programmes'][number]): Plan['programmes'][number] {
  return {
    ...programme,
    programmeId: `dai-la-${programme.programmeId}`,
    recurrence: { kind: 'daily', startTimes: ['08:00'] },
  }
}
