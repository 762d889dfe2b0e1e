/** Why audio was refused; one literal for each reason, so that each can be counted and said in words of its own. */
export type AudioRefusalCode =
  | 'oggTooLarge'
  | 'oggTooManyPackets'
  | 'oggPacketTooLarge'
  | 'oggTruncated'
  | 'oggBadCapture'
  | 'oggBadVersion'
  | 'oggBadCrc'
  | 'oggBadGranule'
  | 'oggBadContinuation'
  | 'oggBadStreamStart'
  | 'oggPageMissing'
  | 'oggSeveralStreams'
  | 'oggTrailingBytes'
  | 'opusBadHead'
  | 'opusBadTags'
  | 'opusBadPacket'
  | 'opusNoAudio'
  | 'opusUnsupportedVersion'
  | 'opusUnsupportedChannels'
  | 'opusUndecodable'
  | 'decoderUnavailable'

/** Audio from outside that cannot be played. Anything else thrown in `audio/` is a broken invariant of our own. */
export class AudioRefusal extends Error {
  readonly code: AudioRefusalCode

  constructor(code: AudioRefusalCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'AudioRefusal'
    this.code = code
  }
}
