import { open } from 'node:fs/promises'

/** ffmpeg's names of the demuxers that may read what people bring (DESIGN §5). None of them opens another file. */
export const DEMUXERS: readonly string[] = [
  'wav',
  'w64',
  'mp3',
  'mov,mp4,m4a,3gp,3g2,mj2',
  'ogg',
  'flac',
  'matroska,webm',
  'aac',
  'aiff',
  'amr',
  'amrnb',
  'amrwb',
  'asf',
  'caf',
  'au',
  'ac3',
]

/** How files begin that only refer to others: named, so that the answer says what to bring instead. */
const REFERENCES: readonly { name: string; begins: RegExp }[] = [
  { name: 'M3U/HLS', begins: /^#EXTM3U/i },
  { name: 'PLS', begins: /^\[playlist\]/i },
  { name: 'ASX', begins: /^<asx/i },
  { name: 'SMIL', begins: /^<smil/i },
  { name: 'XSPF', begins: /^(?:<\?xml[^>]*>\s*)?<playlist/i },
  { name: 'DASH', begins: /^(?:<\?xml[^>]*>\s*)?<MPD/i },
  { name: 'ASF reference', begins: /^\[Reference\]/i },
  { name: 'ffconcat', begins: /^ffconcat version/i },
  { name: 'SDP', begins: /^v=0\r?\n/ },
  { name: 'concat', begins: /^(?:#.*\r?\n\s*)*file\s+['"]/i },
  { name: 'CUE', begins: /^(?:(?:REM|PERFORMER|TITLE|CATALOG)\s.*\r?\n\s*)*FILE\s+".*"\s+[A-Z]/i },
  { name: 'RAM', begins: /^(?:rtsp|mms|https?|file):\/\//i },
]
const LOOK_AT_BYTES = 1_024

/** The name of the playlist or reference format, undefined where the file is none that we know. */
export async function referenceFormatOf(path: string): Promise<string | undefined> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOK_AT_BYTES), 0, LOOK_AT_BYTES, 0)
    const text = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .trimStart()
    return REFERENCES.find(({ begins }) => begins.test(text))?.name
  } finally {
    await file.close()
  }
}

/** Programs that write to a pipe put a length in that no file has. */
const RIFF_LENGTH_REAL_MAX = 0x7fff0000
const RIFF_HEAD_BYTES = 8

/** How much of a WAV file is there of what its header says, 0-1; 1 for every other kind of file. */
export async function riffPart(path: string): Promise<number> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(RIFF_HEAD_BYTES), 0, RIFF_HEAD_BYTES, 0)
    if (bytesRead < RIFF_HEAD_BYTES || buffer.toString('latin1', 0, 4) !== 'RIFF') return 1
    const saidBytes = buffer.readUInt32LE(4) + RIFF_HEAD_BYTES
    if (saidBytes >= RIFF_LENGTH_REAL_MAX) return 1
    return Math.min(1, (await file.stat()).size / saidBytes)
  } finally {
    await file.close()
  }
}
