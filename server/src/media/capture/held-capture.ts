import { CodedError, RELAY_MS_MAX, SECOND_MS, sleep } from '@tieng-lang/protocol'
import { RTP_CLOCK_HZ } from '@tieng-lang/protocol/rtp'
import type { SourceRules } from '../relay-source/address/checked-address.ts'
import { relayPackets } from '../relay-source/relay-packets.ts'
import { sleepUnless } from '../relay-source/within.ts'
import { type CaptureOptions, capture } from './capture.ts'
import { isStream } from './capture-input.ts'

/** A stream that has broken off is waited for so long; its last sound was then. */
const HELD_MS_MAX = 10 * SECOND_MS
const TRY_AGAIN_MS = 500
const SAMPLES_PER_MS = RTP_CLOCK_HZ / SECOND_MS
/** What asking again does not change. */
const FINAL: ReadonlySet<string> = new Set([
  'sourceRefused',
  'sourceNotSupported',
  'sourceTooLarge',
  'ffmpegMissing',
])

/**
 * As `capture`, and a network stream by the rules of relays; one that breaks off is opened again for up to ten seconds, and
 * its packets are counted on by the time that passed: what was missed is a gap, and not a delay for good. Rejects as
 * `capture` and `relayPackets` do.
 */
export async function heldCapture(options: CaptureOptions, rules: SourceRules): Promise<void> {
  const { input, onPacket, signal } = options
  const { clock } = rules
  if (!isStream(input)) return capture(options)
  let beganMs: number | undefined
  let heardMs = clock.monotonicMs()
  for (;;) {
    let firstSample: number | undefined
    const failure = await pacedStream(
      {
        ...{ input, signal },
        onPacket: (packet) => {
          heardMs = clock.monotonicMs()
          beganMs ??= heardMs
          firstSample ??= Math.round((heardMs - beganMs) * SAMPLES_PER_MS) - packet.captureSample
          onPacket({ ...packet, captureSample: packet.captureSample + firstSample })
        },
      },
      rules,
    ).then(
      () => new CodedError('sourceLost', `${input} has ended`),
      (cause: unknown) => cause,
    )
    if (signal.aborted) return
    if (failure instanceof CodedError && FINAL.has(failure.code)) throw failure
    if (clock.monotonicMs() - heardMs > HELD_MS_MAX) throw failure
    await sleep(clock, TRY_AGAIN_MS)
  }
}

/** A station's packets at the pace at which they are heard: many give some seconds at once to whoever comes. */
async function pacedStream({ input, onPacket, signal }: CaptureOptions, rules: SourceRules): Promise<void> {
  const { clock } = rules
  let beganMs: number | undefined
  for await (const packet of relayPackets(input, { ...rules, signal, durationMsMax: RELAY_MS_MAX })) {
    beganMs ??= clock.monotonicMs()
    const waitMs = beganMs + packet.captureSample / SAMPLES_PER_MS - clock.monotonicMs()
    if (waitMs > 0) await sleepUnless(signal, clock, waitMs)
    if (signal.aborted) return
    onPacket(packet)
  }
}
