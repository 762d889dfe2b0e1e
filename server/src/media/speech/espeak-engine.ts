import { spawn } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Clock, CodedError, SECOND_MS, type SpeechOrder } from '@tieng-lang/protocol'
import { boundChild } from './bounded-child.ts'
import { ESPEAK_VOICES, espeakArgument } from './espeak-voices.ts'
import type { SpeakOptions, SpeechEngine } from './speech-engine.ts'
import { bytesPerSecondOf, writeLengths } from './wav-header.ts'

/** It speaks a hundred times faster than people do; what takes longer has got stuck. */
const RUN_MS_MAX = 120 * SECOND_MS

/** espeak-ng as a process of its own; the text goes through its standard input, never through a shell or an argument. */
export class EspeakEngine implements SpeechEngine {
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  voices() {
    return ESPEAK_VOICES
  }

  async speak(order: SpeechOrder, options: SpeakOptions): Promise<{ isCut: boolean }> {
    const voice = espeakArgument(order.voice)
    if (voice === undefined) throw new CodedError('voiceUnknown', `no voice is ${order.voice}`)
    if (options.signal?.aborted) throw new CodedError('aborted', 'it was cancelled')
    // Not in append mode: the lengths in the header are written last.
    const file = await open(options.to, 'wx', 0o600)
    try {
      return await this.#speakInto(file, { ...order, voice }, options)
    } finally {
      await file.close()
    }
  }

  async #speakInto(
    file: FileHandle,
    { text, voice, wordsPerMinute }: SpeechOrder,
    { durationMsMax, signal }: SpeakOptions,
  ): Promise<{ isCut: boolean }> {
    const speed = String(wordsPerMinute)
    const child = spawn('espeak-ng', ['-b', '1', '-v', voice, '-s', speed, '--stdin', '--stdout'])
    const bounded = boundChild(child, { clock: this.#clock, runMsMax: RUN_MS_MAX, signal })
    try {
      child.stdin.end(text, 'utf8')
      const { isCut, sizeBytes } = await writeWav(child.stdout, file, durationMsMax)
      if (!isCut) {
        const reason = await bounded.ended
        if (reason) throw reason
        if (child.exitCode !== 0 || sizeBytes === 0) throw speechFailed(bounded.complaint())
      }
      await writeLengths(file, sizeBytes)
      return { isCut }
    } finally {
      await bounded.stop()
    }
  }
}

/** As much of it as `durationMsMax` allows. */
async function writeWav(
  from: Readable,
  file: FileHandle,
  durationMsMax: number,
): Promise<{ isCut: boolean; sizeBytes: number }> {
  let sizeBytes = 0
  let sizeBytesMax = 0
  for await (const chunk of from) {
    // The header is the first thing that is written, in one piece.
    if (sizeBytes === 0) sizeBytesMax = headerBytesMax(chunk, durationMsMax)
    const part: Buffer = chunk.subarray(0, sizeBytesMax - sizeBytes)
    await file.appendFile(part)
    sizeBytes += part.length
    if (part.length < chunk.length) return { isCut: true, sizeBytes }
  }
  return { isCut: false, sizeBytes }
}

function headerBytesMax(header: Buffer, durationMsMax: number): number {
  const bytesPerSecond = bytesPerSecondOf(header)
  if (bytesPerSecond === undefined) throw speechFailed('it is no WAV')
  return Math.ceil((durationMsMax / SECOND_MS) * bytesPerSecond)
}

function speechFailed(complaint: string): CodedError {
  return new CodedError('speechFailed', complaint || 'the text could not be spoken')
}
