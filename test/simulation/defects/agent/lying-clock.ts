import { type Command, HOUR_MS } from '@tieng-lang/protocol'
import { VirtualClockView } from '../../../../hardware-sim/src/virtual/index.ts'
import type { Defect } from '../defect.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

const AHEAD_MS = 3 * HOUR_MS

/** The machine's clock is three hours ahead, and whoever answers for the server's time says that it is right. */
export const LYING_CLOCK: Defect = {
  name: 'a clock that is hours ahead and taken for right',
  foundBy: 'nothing but an emergency in quiet hours',
  alsoFoundBy: ['no sound without authorisation'],
  agentParts: (parts) => {
    if (!(parts.clock instanceof VirtualClockView)) throw new Error('not a clock that can be set')
    parts.clock.stepWall(AHEAD_MS)
    return hearing(trustingAnyone(parts), (message) => {
      const lie = forged<Command>(message, 'commands', (command) => shifted(command))
      return [lie ?? message]
    })
  },
}

function shifted(command: Command): Command {
  const { body, sealedAt, expiresAt } = command
  const moved = { ...command, sealedAt: sealedAt + AHEAD_MS, expiresAt: expiresAt + AHEAD_MS }
  return body.name === 'time' ? { ...moved, body: { ...body, serverAt: body.serverAt + AHEAD_MS } } : moved
}
