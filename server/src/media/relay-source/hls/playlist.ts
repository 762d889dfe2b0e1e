import { CodedError } from '@tieng-lang/protocol'

/** A playlist of other playlists (RFC 8216 §4.3.4). */
export interface MasterPlaylist {
  kind: 'master'
  variants: { uri: string; bandwidth: number; audioGroup: string | null }[]
  /** Sound that lies apart from the picture. */
  renditions: { groupId: string; uri: string }[]
}

/** A playlist of segments (RFC 8216 §4.3.3). */
export interface MediaPlaylist {
  kind: 'media'
  targetMs: number
  isEnded: boolean
  segments: HlsSegment[]
}

export interface HlsSegment {
  sequence: number
  uri: string
  durationMs: number
  /** What has to come before it (`EXT-X-MAP`). */
  mapUri: string | null
}

const SEGMENTS_MAX = 10_000
const VARIANTS_MAX = 100
const TARGET_S_MAX = 60

/** Reads `#EXTM3U` text with HLS tags. Throws `sourceNotSupported` for what is encrypted, cut by bytes, or no such list. */
export function parsePlaylist(text: string): MasterPlaylist | MediaPlaylist {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  if (lines.some((line) => line.startsWith('#EXT-X-STREAM-INF'))) return parseMaster(lines)
  if (lines.some((line) => line.startsWith('#EXT-X-TARGETDURATION'))) return parseMedia(lines)
  throw new CodedError('sourceNotSupported', 'not a playlist of HLS')
}

function parseMaster(lines: readonly string[]): MasterPlaylist {
  const variants: MasterPlaylist['variants'] = []
  const renditions: MasterPlaylist['renditions'] = []
  let inf: Map<string, string> | undefined
  for (const line of lines) {
    const { name, value } = tagOf(line)
    if (name === 'EXT-X-STREAM-INF') inf = attributesOf(value)
    else if (name === 'EXT-X-MEDIA') {
      const media = attributesOf(value)
      const uri = media.get('URI')
      if (media.get('TYPE') === 'AUDIO' && uri !== undefined && renditions.length < VARIANTS_MAX)
        renditions.push({ groupId: media.get('GROUP-ID') ?? '', uri })
    } else if (isUri(line) && inf && variants.length < VARIANTS_MAX) {
      const bandwidth = Number(inf.get('BANDWIDTH'))
      const audioGroup = inf.get('AUDIO') ?? null
      variants.push({ uri: line, bandwidth: Number.isFinite(bandwidth) ? bandwidth : 0, audioGroup })
      inf = undefined
    }
  }
  return { kind: 'master', variants, renditions }
}

function parseMedia(lines: readonly string[]): MediaPlaylist {
  const playlist: MediaPlaylist = { kind: 'media', targetMs: 0, isEnded: false, segments: [] }
  let sequence = 0
  let durationMs = 0
  let mapUri: string | null = null
  for (const line of lines) {
    const { name, value } = tagOf(line)
    if (name === 'EXT-X-TARGETDURATION') playlist.targetMs = 1_000 * numberIn(value, 1, TARGET_S_MAX)
    else if (name === 'EXT-X-MEDIA-SEQUENCE') sequence = numberIn(value, 0, Number.MAX_SAFE_INTEGER / 2)
    else if (name === 'EXT-X-ENDLIST') playlist.isEnded = true
    else if (name === 'EXTINF') durationMs = 1_000 * numberIn(value.split(',')[0] ?? '', 0, TARGET_S_MAX)
    else if (name === 'EXT-X-MAP') mapUri = attributesOf(value).get('URI') ?? null
    else if (name === 'EXT-X-BYTERANGE') throw new CodedError('sourceNotSupported', 'segments cut by bytes')
    else if (name === 'EXT-X-KEY' && attributesOf(value).get('METHOD') !== 'NONE')
      throw new CodedError('sourceNotSupported', 'the segments are encrypted')
    else if (isUri(line) && playlist.segments.length < SEGMENTS_MAX)
      playlist.segments.push({ sequence: sequence++, uri: line, durationMs, mapUri })
  }
  return playlist
}

function isUri(line: string): boolean {
  return line !== '' && !line.startsWith('#')
}

function tagOf(line: string): { name: string; value: string } {
  if (!line.startsWith('#EXT')) return { name: '', value: '' }
  const colonAt = line.indexOf(':')
  if (colonAt === -1) return { name: line.slice(1), value: '' }
  return { name: line.slice(1, colonAt), value: line.slice(colonAt + 1) }
}

/** RFC 8216 §4.2: `NAME=value,NAME="quoted, value"`. */
function attributesOf(value: string): Map<string, string> {
  const found = value.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^",]*))/g)
  return new Map([...found].map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']))
}

/** What is no number is the least. */
function numberIn(text: string, least: number, most: number): number {
  const value = Number.parseFloat(text)
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least
}
