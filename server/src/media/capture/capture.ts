import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { CodedError } from '@tieng-lang/protocol'
import { PACKET_SAMPLES } from '@tieng-lang/protocol/rtp'
import { inputArguments } from './capture-input.ts'
import { LevelMeter } from './level.ts'
import { OggPackets } from './ogg-packets.ts'

/** One Opus packet of 20 ms as it was recorded. */
export interface CapturedPacket {
  /** 48 kHz, from the beginning. */
  captureSample: number
  /** dBFS, root mean square. */
  levelDb: number
  opus: Uint8Array
}

export interface CaptureOptions {
  /** As `inputArguments` takes it. */
  input: string
  onPacket(packet: CapturedPacket): void
  signal: AbortSignal
}

/** Pipes of the child: 1 carries the packets, 3 the samples that the level is measured on. */
const STDIO = ['ignore', 'pipe', 'pipe', 'pipe'] as const
const COMPLAINT_LENGTH_MAX = 2_000
const TO_MONO = 'aresample=48000,aformat=sample_fmts=s16:channel_layouts=mono'
/** Every packet leaves the encoder at once, and holds the one before it in small (in-band FEC). */
export const LIVE_OPUS: readonly string[] = [
  ...['-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', '-frame_duration', '20', '-vbr', 'on'],
  ...['-fec', '1', '-packet_loss', '10', '-page_duration', '20000', '-flush_packets', '1', '-f', 'ogg'],
]
const SAMPLES = ['-c:a', 'pcm_s16le', '-flush_packets', '1', '-f', 's16le']

/**
 * Records from a sound card or a file and hands on each packet as it is encoded. Resolves at the end of the
 * input, or when it is aborted. Rejects with `ffmpegMissing`, `notAudio`, `wronglyAsked`.
 */
export function capture({ input, onPacket, signal }: CaptureOptions): Promise<void> {
  const args = ['-v', 'error', '-nostdin', ...inputArguments(input)]
  for (const [output, to] of [
    [LIVE_OPUS, 'pipe:1'],
    [SAMPLES, 'pipe:3'],
  ] as const)
    args.push('-map', '0:a:0', '-vn', '-sn', '-dn', '-af', TO_MONO, ...output, to)
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', args, { stdio: [...STDIO] })
    const fail = (cause: unknown) => {
      child.kill('SIGKILL')
      reject(cause)
    }
    const abort = () => child.kill('SIGKILL')
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    handOn(child.stdio, onPacket, fail)
    let complaint = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      if (complaint.length < COMPLAINT_LENGTH_MAX) complaint += chunk.toString('utf8')
    })
    child.once('error', (cause) =>
      fail(new CodedError('ffmpegMissing', 'ffmpeg is not installed', { cause })),
    )
    child.once('close', (exitCode) => {
      signal.removeEventListener('abort', abort)
      if (exitCode === 0 || signal.aborted) resolve()
      else reject(new CodedError('notAudio', complaint.trim() || `ffmpeg ended with ${exitCode}`))
    })
  })
}

function handOn(
  stdio: ReturnType<typeof spawn>['stdio'],
  onPacket: CaptureOptions['onPacket'],
  fail: (cause: unknown) => void,
): void {
  const packets = new OggPackets()
  const meter = new LevelMeter()
  const levels: number[] = []
  let levelDb = -127
  let captureSample = 0
  // Both are pipes, as `STDIO` says.
  ;(stdio[3] as Readable).on('data', (chunk: Buffer) => levels.push(...meter.push(chunk)))
  ;(stdio[1] as Readable).on('data', (chunk: Buffer) => {
    try {
      for (const opus of packets.push(chunk)) {
        levelDb = levels.shift() ?? levelDb
        onPacket({ captureSample, levelDb, opus })
        captureSample += PACKET_SAMPLES
      }
    } catch (cause) {
      fail(cause)
    }
  })
}
