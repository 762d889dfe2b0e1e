import { Readable } from 'node:stream'
import { CodedError } from '@tieng-lang/protocol'
import { type CapturedPacket, LIVE_OPUS } from '../capture/capture.ts'
import { OggPackets } from '../capture/ogg-packets.ts'
import { encodeStream } from '../ffmpeg.ts'
import type { SourceRules } from './address/checked-address.ts'
import { ByteAllowance } from './byte-allowance.ts'
import { sourceBytes } from './source-bytes.ts'
import { within } from './within.ts'

export interface Relaying extends SourceRules {
  signal: AbortSignal
  durationMsMax: number
  /** Where several calls of a station have one together. */
  allowance?: ByteAllowance
}

/** From asking, and from each packet, until the next one. */
const PACKET_MS_MAX = 15_000
const PACKET_SAMPLES = 960
const LEVELS_WAITING_MAX = 500

/**
 * Another station as Opus packets of 20 ms, as fast as it gives them and they are asked for. Ends where the station ends.
 * Throws `sourceRefused`, `sourceUnreachable`, `sourceNotSupported`, `sourceTooLarge`, `ffmpegMissing`.
 */
export async function* relayPackets(
  address: string,
  relaying: Relaying,
): AsyncGenerator<CapturedPacket, void, void> {
  const levels: number[] = []
  const encoded = encodedSource(address, relaying, {
    output: LIVE_OPUS,
    onLevelDb: (levelDb) => {
      if (levels.length < LEVELS_WAITING_MAX) levels.push(levelDb)
    },
  })
  const packets = new OggPackets()
  let levelDb = -127
  let captureSample = 0
  for await (const chunk of encoded)
    for (const opus of packets.push(chunk)) {
      levelDb = levels.shift() ?? levelDb
      yield { captureSample, levelDb, opus }
      captureSample += PACKET_SAMPLES
    }
}

/** A few seconds to listen to, as MP3, which every browser plays. Rejects as `relayPackets` does. */
export async function relaySample(address: string, relaying: Relaying): Promise<Buffer> {
  const output = ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3']
  const chunks: Buffer[] = []
  for await (const chunk of encodedSource(address, relaying, { output })) chunks.push(chunk)
  if (chunks.length === 0) throw new CodedError('sourceNotSupported', 'no sound came')
  return Buffer.concat(chunks)
}

async function* encodedSource(
  address: string,
  { durationMsMax, signal, allowance, ...rules }: Relaying,
  encoding: { output: readonly string[]; onLevelDb?: (levelDb: number) => void },
): AsyncGenerator<Buffer, void, void> {
  const { clock } = rules
  const over = new AbortController()
  const fetching = {
    ...rules,
    allowance: allowance ?? new ByteAllowance(clock),
    signal: AbortSignal.any([signal, over.signal]),
  }
  const late = () => new CodedError('sourceUnreachable', 'no sound comes')
  let encoded: Readable | undefined
  try {
    const bytes = sourceBytes(address, fetching)
    // No process is started for a station that is not there, however often it is called.
    const first = await within(bytes.next(), { clock, delayMsMax: PACKET_MS_MAX, late })
    const input = Readable.from(withFirst(first, bytes), { objectMode: false })
    encoded = encodeStream(input, { ...encoding, durationMsMax })
    const chunks: AsyncIterator<Buffer, void> = encoded[Symbol.asyncIterator]()
    for (;;) {
      const { done, value } = await within(chunks.next(), { clock, delayMsMax: PACKET_MS_MAX, late })
      if (done) return
      yield value
    }
  } catch (cause) {
    // Its words are for the file that somebody brought.
    if (cause instanceof CodedError && cause.code === 'notAudio')
      throw new CodedError('sourceNotSupported', 'no sound that can be decoded', { cause })
    throw cause
  } finally {
    over.abort()
    encoded?.destroy()
  }
}

async function* withFirst(
  first: IteratorResult<Buffer, void>,
  rest: AsyncGenerator<Buffer, void, void>,
): AsyncGenerator<Buffer, void, void> {
  if (!first.done) yield first.value
  yield* rest
}
