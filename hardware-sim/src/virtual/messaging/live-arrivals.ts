import type { OpenDatagramSocket } from '@tieng-lang/protocol'
import { demultiplex } from '@tieng-lang/protocol/rtp'

/** Packets that come so soon after one another are one stretch. */
const STRETCH_GAP_MS = 1_000
/** RFC 3550 §5.1: the header, which is not encrypted (RFC 3711 §3.1), holds the SSRC in its third word. */
const SSRC_AT = 8

/** True time. */
export interface Stretch {
  fromAt: number
  untilAt: number
}

/**
 * Which live streams have come to a machine, and when (true time): what a horn that counts instead of sounding cannot
 * tell, whether there was anything to be heard of what it played.
 */
export class LiveArrivals {
  readonly #stretches = new Map<number, Stretch[]>()

  /** The same sockets; what comes in over them is noted. */
  listening(open: OpenDatagramSocket, now: () => number): OpenDatagramSocket {
    return (options) =>
      open({
        ...options,
        onDatagram: (bytes, from, arrivedMs) => {
          this.#note(bytes, now())
          options.onDatagram(bytes, from, arrivedMs)
        },
      })
  }

  /** When packets of the stream have come, in order. */
  stretches(ssrc: number): readonly Readonly<Stretch>[] {
    return this.#stretches.get(ssrc) ?? []
  }

  /** Whether a packet of the stream has come from `fromAt` to `untilAt`. */
  hasCome(ssrc: number, { fromAt, untilAt }: Stretch): boolean {
    return this.stretches(ssrc).some((stretch) => stretch.untilAt >= fromAt && stretch.fromAt <= untilAt)
  }

  /** The longest time in ms from `fromAt` to `untilAt` in which no packet of the stream has come. */
  gapMsMax(ssrc: number, { fromAt, untilAt }: Stretch): number {
    let heardUntil = fromAt
    let gapMs = 0
    for (const stretch of this.stretches(ssrc)) {
      if (stretch.untilAt < fromAt || stretch.fromAt > untilAt) continue
      gapMs = Math.max(gapMs, stretch.fromAt - heardUntil)
      heardUntil = Math.max(heardUntil, stretch.untilAt)
    }
    return Math.max(gapMs, untilAt - heardUntil)
  }

  #note(bytes: Uint8Array, at: number): void {
    if (demultiplex(bytes) !== 'rtp') return
    const ssrc = new DataView(bytes.buffer, bytes.byteOffset).getUint32(SSRC_AT)
    const known = this.#stretches.get(ssrc) ?? []
    const last = known.at(-1)
    if (last && at - last.untilAt <= STRETCH_GAP_MS) last.untilAt = at
    else known.push({ fromAt: at, untilAt: at })
    this.#stretches.set(ssrc, known)
  }
}
