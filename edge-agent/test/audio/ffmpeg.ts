import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const QUIET = ['-hide_banner', '-loglevel', 'error', '-y']

/** Encodes mono PCM (48 kHz, ±1) to Ogg Opus with ffmpeg's own libopus and muxer. */
export function encodeWithFfmpeg(pcm: Float32Array, bitrateKbps: number, options: string[] = []): Uint8Array {
  return inTempDir((dir) => {
    writeFileSync(join(dir, 'in.f32'), new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength))
    const input = ['-f', 'f32le', '-ar', '48000', '-ac', '1', '-i', join(dir, 'in.f32')]
    const codec = ['-c:a', 'libopus', '-b:a', `${bitrateKbps}k`, ...options]
    execFileSync('ffmpeg', [...QUIET, ...input, ...codec, join(dir, 'out.ogg')])
    return new Uint8Array(readFileSync(join(dir, 'out.ogg')))
  })
}

/** Decodes an Ogg Opus file to mono PCM with ffmpeg, the oracle of these tests. */
export function decodeWithFfmpeg(file: Uint8Array): Float32Array {
  return inTempDir((dir) => {
    writeFileSync(join(dir, 'in.ogg'), file)
    const decoder = ['-c:a', 'libopus', '-i', join(dir, 'in.ogg')]
    const output = ['-f', 'f32le', '-ac', '1', '-ar', '48000', join(dir, 'out.f32')]
    execFileSync('ffmpeg', [...QUIET, ...decoder, ...output])
    return new Float32Array(new Uint8Array(readFileSync(join(dir, 'out.f32'))).buffer)
  })
}

function inTempDir<T>(work: (dir: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'tieng-lang-audio-'))
  try {
    return work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
