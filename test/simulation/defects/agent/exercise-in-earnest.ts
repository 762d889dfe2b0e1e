import type { Emergency } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

/** The agent takes every emergency for an Actual one. */
export const EXERCISE_IN_EARNEST: Defect = {
  name: 'an agent that takes an Exercise in earnest',
  foundBy: 'an Exercise never becomes Actual',
  alsoFoundBy: ['nothing but an emergency in quiet hours'],
  agentParts: (parts) =>
    hearing(trustingAnyone(parts), (message) => {
      const actual = forged<{ body: Emergency }>(message, 'emergencies', ({ body, ...claims }) => ({
        ...claims,
        body: { ...body, status: 'Actual' },
      }))
      return [message.payload.length > 0 && actual ? actual : message]
    }),
}
