import { type Clock, CodedError, SECOND_MS, sleep } from '@tieng-lang/protocol'
import { type CaptureOptions, capture } from './capture.ts'
import { isStream } from './capture-input.ts'

/** A stream that has broken off is waited for so long; its last sound was then. */
const HELD_MS_MAX = 10 * SECOND_MS
const TRY_AGAIN_MS = 500
const SAMPLES_PER_MS = 48

/**
 * As `capture`; a network stream that breaks off is opened again for up to ten seconds, and its packets are counted on by
 * the time that passed: what was missed is a gap, and not a delay for good.
 */
export async function heldCapture({ input, onPacket, signal }: CaptureOptions, clock: Clock): Promise<void> {
  if (!isStream(input)) return capture({ input, onPacket, signal })
  let beganMs: number | undefined
  let heardMs = clock.monotonicMs()
  for (;;) {
    let firstSample: number | undefined
    const failure = await capture({
      ...{ input, signal },
      onPacket: (packet) => {
        heardMs = clock.monotonicMs()
        beganMs ??= heardMs
        firstSample ??= Math.round((heardMs - beganMs) * SAMPLES_PER_MS) - packet.captureSample
        onPacket({ ...packet, captureSample: packet.captureSample + firstSample })
      },
    }).then(
      () => new CodedError('sourceLost', `${input} has ended`),
      (cause: unknown) => cause,
    )
    if (signal.aborted) return
    if (clock.monotonicMs() - heardMs > HELD_MS_MAX) throw failure
    await sleep(clock, TRY_AGAIN_MS)
  }
}
