import type { Plan } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

/** The agent begins anew with whatever was interrupted, whatever the programme says. */
export const OTHER_RESUMPTION: Defect = {
  name: 'an agent that begins anew with what it is to go on with',
  foundBy: 'what is interrupted goes on by its rule',
  agentParts: (parts) =>
    hearing(trustingAnyone(parts), (message) => {
      const other = forged<{ body: Plan }>(message, 'plan', ({ body, ...claims }) => ({
        ...claims,
        body: {
          ...body,
          programmes: body.programmes.map((programme) => ({ ...programme, onInterrupted: 'restart' })),
        },
      }))
      return [message.payload.length > 0 && other ? other : message]
    }),
}
