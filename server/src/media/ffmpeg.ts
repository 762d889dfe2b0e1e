import { execFile } from 'node:child_process'
import { PassThrough, type Readable } from 'node:stream'
import { type Cancellable, type Clock, CodedError } from '@tieng-lang/protocol'
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg'
import { DEMUXERS } from './containers.ts'
import type { Levelling } from './loudness.ts'

/** What bounds every run of ffmpeg. */
export interface RunLimits {
  clock: Clock
  runMsMax: number
  outputBytesMax: number
  /** Longer input is not read. */
  durationMsMax: number
  signal?: AbortSignal | undefined
  /** How much audio has come out so far (ffmpeg's `time`), about twice a second. */
  onTime?: ((outMs: number) => void) | undefined
}

/** Only our own file, only by demuxers of the list: a playlist cannot make ffmpeg read anything else. */
const ONLY_THIS_FILE = ['-protocol_whitelist', 'file', '-format_whitelist', DEMUXERS.join(',')]
/** Mono at 48 kHz in floating point: what is measured is what is encoded. */
const TO_MONO = 'aresample=48000,aformat=sample_fmts=flt:channel_layouts=mono'
/** Of stdout and of stderr each: three lines for every stretch of a waveform, and some. */
const REPORT_LINES_MAX = 7_000
/** What ffprobe says where the file itself does not tell its length. */
const GUESSED = /Estimating duration from bitrate/
const PROBE_MS_MAX = 30_000
const PROBE_BYTES_MAX = 1_048_576
const SILENT_DB = -127

export interface Probe {
  formatName: string
  durationMs: number | undefined
  /** False where ffprobe has only guessed the duration, or it is that of a film whose sound may be shorter. */
  isDurationSure: boolean
  hasAudio: boolean
}

/** Asks ffprobe what the file is. Rejects with `notAudio` for anything that no demuxer of the list can read. */
export function probe(path: string, signal?: AbortSignal): Promise<Probe> {
  const options = ['-v', 'warning', ...ONLY_THIS_FILE, '-show_format', '-show_streams', '-of', 'json', path]
  const limits = { timeout: PROBE_MS_MAX, maxBuffer: PROBE_BYTES_MAX, ...(signal && { signal }) }
  return new Promise((resolve, reject) => {
    execFile('ffprobe', options, limits, (cause, stdout, stderr) => {
      if (cause) reject(probeFailure(cause, stderr))
      else resolve(readProbe(stdout, stderr))
    })
  })
}

/** framelog=verbose keeps the line a frame out of the report. */
const LOUDNESS = 'ebur128=peak=true:framelog=verbose'

/** What a run has said, the end of each. */
export interface Report {
  stderr: string
  stdout: string
}

/** Decodes the first audio stream and reports loudness, true peak and the number of samples (`readMeasurement`). */
export function measure(path: string, limits: RunLimits): Promise<Report> {
  return decode(path, [LOUDNESS, 'astats=measure_perchannel=none:measure_overall=all'], limits)
}

/**
 * As `measure`, and on stdout peak level and length of every stretch of so many samples (`readStretches`): one decoding
 * for both.
 */
export function measureStretches(path: string, stretchSamples: number, limits: RunLimits): Promise<Report> {
  const filters = [
    LOUDNESS,
    `asetnsamples=n=${stretchSamples}:p=0`,
    'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level+Number_of_samples',
    'ametadata=mode=print:file=-',
  ]
  return decode(path, filters, limits)
}

function decode(path: string, filters: readonly string[], limits: RunLimits): Promise<Report> {
  const command = commandFor(path, limits)
    .audioFilters([TO_MONO, ...filters])
    .outputOptions('-f', 'null')
    .output('-')
  return run(command, limits)
}

/** One gain, a look-ahead limiter at four times the rate (so that it sees true peaks), Ogg Opus (DESIGN §5). */
export function encode(
  { from, to, kind }: { from: string; to: string; kind: 'speech' | 'music' },
  { gainDb, ceilingDbtp }: Pick<Levelling, 'gainDb' | 'ceilingDbtp'>,
  limits: RunLimits,
): Promise<Report> {
  const filters = [
    TO_MONO,
    `volume=${gainDb.toFixed(3)}dB:precision=float`,
    'aresample=192000',
    `alimiter=limit=${(10 ** (ceilingDbtp / 20)).toFixed(6)}:attack=5:release=20:level=disabled:latency=1`,
    'aresample=48000',
  ]
  const opus =
    kind === 'speech' ? ['-b:a', '32k', '-application', 'voip'] : ['-b:a', '64k', '-application', 'audio']
  const command = commandFor(from, limits)
    .audioFilters(filters)
    .audioCodec('libopus')
    .outputOptions(...opus, '-vbr', 'on', '-frame_duration', '20', '-ac', '1')
    // Without names, dates and random serials the same recording always gets the same hash.
    .outputOptions('-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact')
    .outputOptions('-fs', String(limits.outputBytesMax), '-f', 'ogg')
    .output(to)
  return run(command, limits)
}

/** What a station may be: that of a recording, and the segments of HLS. It is fed by us, and opens nothing itself. */
const ONLY_WHAT_IS_FED = [
  '-protocol_whitelist',
  'pipe',
  '-format_whitelist',
  [...DEMUXERS, 'mpegts'].join(','),
]
/**
 * By so few bytes and half a second (µs) it is told what a station sends: many give nothing in reserve to who comes, and
 * what ffmpeg looks at of its own accord takes eight seconds to be said.
 */
export const TOLD_SOON: readonly string[] = ['-formatprobesize', '8192', '-analyzeduration', '500000']
/** The level of every 20 ms as a line on stderr. */
const LEVELS = [
  'asetnsamples=n=960:p=0',
  'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level',
  // `pipe:2`, escaped for the option and for the graph; /dev/stderr cannot be opened where it is a socket.
  'ametadata=mode=print:key=lavfi.astats.Overall.RMS_level:file=pipe\\\\:2:direct=1',
]
const LEVEL_LINE = /^lavfi\.astats\.Overall\.RMS_level=(.+)$/
const STREAM_COMPLAINT_LINES_MAX = 20

export interface StreamEncoding {
  /** The arguments of the encoder and the container. */
  output: readonly string[]
  /** Longer input is not read. */
  durationMsMax: number
  /** The root mean square of every 20 ms, in dBFS. */
  onLevelDb?: (levelDb: number) => void
}

/**
 * Encodes what comes, as it comes: whoever reads slowly is fed slowly. It is errored with `notAudio` or `ffmpegMissing`, or
 * with what the input was errored with; closing it ends all.
 */
export function encodeStream(
  input: Readable,
  { output, durationMsMax, onLevelDb }: StreamEncoding,
): Readable {
  const encoded = new PassThrough()
  const command = ffmpeg({ source: input, stdoutLines: STREAM_COMPLAINT_LINES_MAX })
    .inputOptions('-v', 'error', '-nostats', ...ONLY_WHAT_IS_FED, ...TOLD_SOON, '-threads', '1')
    .audioFilters([TO_MONO, ...(onLevelDb ? LEVELS : [])])
    .outputOptions('-map', '0:a:0', '-vn', '-sn', '-dn', '-t', String(durationMsMax / 1_000), '-threads', '1')
    .outputOptions('-flush_packets', '1', ...output)
  if (onLevelDb)
    command.on('stderr', (line: string) => {
      const level = LEVEL_LINE.exec(line)?.[1]
      if (level !== undefined) onLevelDb(Math.max(SILENT_DB, Number.parseFloat(level) || SILENT_DB))
    })
  let ownFailure: Error | undefined
  input.once('error', (cause) => {
    ownFailure = cause
  })
  command.on('error', (cause: Error, _stdout: string | null, stderr: string | null) => {
    if (!encoded.destroyed) encoded.destroy(ownFailure ?? runFailure(cause, stderr ?? ''))
  })
  encoded.once('close', () => {
    command.kill('SIGKILL')
    input.destroy()
  })
  // It is looked for before it is started: whoever closed meanwhile must not leave it running.
  command.on('start', () => {
    if (encoded.destroyed) command.kill('SIGKILL')
  })
  command.on('end', () => encoded.end())
  // Not by the end of its output: it could still have failed.
  command.pipe(encoded, { end: false })
  return encoded
}

function commandFor(path: string, { durationMsMax }: RunLimits): FfmpegCommand {
  return ffmpeg({ source: path, stdoutLines: REPORT_LINES_MAX })
    .inputOptions(...ONLY_THIS_FILE, '-nostdin', '-threads', '1')
    .outputOptions('-map', '0:a:0', '-vn', '-sn', '-dn', '-t', String(durationMsMax / 1_000), '-threads', '1')
}

/** Runs to the end and gives ffmpeg's own words. Rejects with `aborted`, `tookTooLong`, `notAudio`. */
function run(command: FfmpegCommand, { clock, runMsMax, signal, onTime }: RunLimits): Promise<Report> {
  return new Promise((resolve, reject) => {
    let timer: Cancellable | undefined
    let ended: CodedError | undefined
    const end = (cause: CodedError) => {
      ended ??= cause
      command.kill('SIGKILL')
    }
    const abort = () => end(new CodedError('aborted', 'the intake was cancelled'))
    const settle = () => {
      timer?.cancel()
      signal?.removeEventListener('abort', abort)
    }
    command.on('start', () => {
      timer = clock.after(runMsMax, () => end(new CodedError('tookTooLong', `over ${runMsMax} ms`)))
      if (signal?.aborted) abort()
      signal?.addEventListener('abort', abort)
    })
    if (onTime) command.on('progress', ({ timemark }: { timemark?: unknown }) => onTime(msOf(timemark)))
    command.on('end', (stdout: string | null, stderr: string | null) => {
      settle()
      resolve({ stdout: stdout ?? '', stderr: stderr ?? '' })
    })
    command.on('error', (cause: Error, _stdout: string | null, stderr: string | null) => {
      settle()
      reject(ended ?? runFailure(cause, stderr ?? ''))
    })
    command.run()
  })
}

/** `00:14:03.52`; 0 for what is no time. */
function msOf(timemark: unknown): number {
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(String(timemark))
  if (!match) return 0
  const [, hours, minutes, seconds] = match
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000
}

function runFailure(cause: Error, stderr: string): CodedError {
  if (/Cannot find ffmpeg/.test(cause.message))
    return new CodedError('ffmpegMissing', 'ffmpeg is not installed', { cause })
  if (/No space left on device/.test(stderr))
    return new CodedError('storageFull', 'the disk is full', { cause })
  return new CodedError('notAudio', 'the recording cannot be decoded', { cause })
}

function probeFailure(cause: Error & { code?: unknown }, stderr: string): CodedError {
  if (cause.code === 'ENOENT') return new CodedError('ffmpegMissing', 'ffprobe is not installed', { cause })
  if (cause.name === 'AbortError') return new CodedError('aborted', 'the intake was cancelled', { cause })
  const [, demuxer] = /\[(\w+) @ [^\]]*\] Format not on whitelist/.exec(stderr) ?? []
  const isReference = ['hls', 'concat', 'dash', 'sdp', 'imf', 'webm_dash_manifest', 'applehttp'].includes(
    demuxer ?? '',
  )
  if (isReference)
    return new CodedError('playlistRefused', `a ${demuxer} file only refers to others`, { cause })
  return new CodedError('notAudio', 'this is not a kind of audio file that we take', { cause })
}

function readProbe(stdout: string, stderr: string): Probe {
  // ffprobe's own output; each field is looked at before it is used.
  const { format = {}, streams = [] } = JSON.parse(stdout) as {
    format?: { format_name?: unknown; duration?: unknown }
    streams?: { codec_type?: unknown; duration?: unknown }[]
  }
  const audio = streams.find(({ codec_type }) => codec_type === 'audio')
  const seconds = Number(audio?.duration ?? format.duration)
  const isOwnDuration = audio?.duration !== undefined || streams.length === 1
  return {
    formatName: String(format.format_name ?? ''),
    durationMs: Number.isFinite(seconds) ? seconds * 1_000 : undefined,
    isDurationSure: isOwnDuration && !GUESSED.test(stderr),
    hasAudio: audio !== undefined,
  }
}
