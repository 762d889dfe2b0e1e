import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decodeAudio } from '@tieng-lang/hardware-sim'
import { OggPackets } from '../../../server/src/media/capture/ogg-packets.ts'

const run = promisify(execFile)

/** As the page and the command line encode it. */
const OPUS = [
  ...['-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', '-frame_duration', '20', '-vbr', 'on'],
  ...['-fec', '1', '-packet_loss', '10', '-f', 'ogg'],
]

/** A recording as a microphone's encoder gives it, and as a decoder that loses nothing gives it back. */
export interface LiveSpeech {
  /** Opus, 20 ms each. */
  packets: Uint8Array[]
  /** 48 kHz mono, full scale ±1; sample 0 is capture sample 0. */
  pcm: Float32Array
}

/** Encodes a recording into an Ogg file, for `durationS` seconds over and over where they are given. */
export async function writeLiveSpeech(file: string, ogg: string, durationS?: number): Promise<void> {
  const length = durationS === undefined ? [] : ['-t', String(durationS)]
  const input = ['-stream_loop', durationS === undefined ? '0' : '-1', '-i', file, ...length]
  const mono = ['-af', 'aresample=48000,aformat=sample_fmts=s16:channel_layouts=mono']
  await run('ffmpeg', ['-v', 'error', '-nostdin', ...input, ...mono, ...OPUS, ogg])
}

export async function readLiveSpeech(ogg: string): Promise<LiveSpeech> {
  return { packets: new OggPackets().push(await readFile(ogg)), pcm: await decodeAudio(ogg) }
}

/** Both at once, where the file is of no further use. */
export async function encodeLiveSpeech(file: string, durationS?: number): Promise<LiveSpeech> {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-voice-'))
  const ogg = join(folder, 'voice.ogg')
  try {
    await writeLiveSpeech(file, ogg, durationS)
    return await readLiveSpeech(ogg)
  } finally {
    await rm(folder, { recursive: true })
  }
}
