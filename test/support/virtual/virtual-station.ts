import { type Clock, CodedError, SECOND_MS } from '@tieng-lang/protocol'
import type { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import type { OpenSource } from '../../../server/src/broadcasting/relays/feed/station-calls.ts'
import { sleepUnless } from '../../../server/src/media/relay-source/within.ts'
import { EMPTY_PACKET } from './empty-packet.ts'

const PACKET_SAMPLES = 960
/** A little more than the server gathers before it sends anything. */
const PACKETS_AT_ONCE = 60
const BURSTS_MAX = 5
const PAUSE_MS_MIN = 5 * SECOND_MS
const PAUSE_MS_MAX = 50 * SECOND_MS
const UNREACHABLE = 0.2

/**
 * A station in a place with bad lines: it cannot be reached, gives a second of sound now and then, ends in the middle. Not
 * more than that, since a simulation pays for every packet.
 */
export function virtualStation({ clock, chance }: { clock: Clock; chance: SeededChance }): OpenSource {
  return async function* connect(_url, signal) {
    if (chance.next() < UNREACHABLE) throw new CodedError('sourceUnreachable', 'nobody answers')
    const bursts = 1 + Math.floor(chance.next() * BURSTS_MAX)
    let captureSample = 0
    for (let burst = 0; burst < bursts && !signal.aborted; burst++) {
      for (let packet = 0; packet < PACKETS_AT_ONCE; packet++) {
        yield { captureSample, levelDb: -20, opus: EMPTY_PACKET }
        captureSample += PACKET_SAMPLES
      }
      await sleepUnless(signal, clock, PAUSE_MS_MIN + chance.next() * (PAUSE_MS_MAX - PAUSE_MS_MIN))
    }
  }
}
