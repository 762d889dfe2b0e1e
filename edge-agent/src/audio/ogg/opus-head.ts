import { AudioRefusal } from '../audio-refusal.ts'

/** What the identification header says (RFC 7845 §5.1). */
export interface OpusHead {
  channelCount: number
  /** Samples at 48 kHz that the decoder gives first and that are not heard. */
  preSkipSamples: number
  /** To be applied to everything decoded (RFC 7845 §5.1, item 6). */
  outputGainDb: number
}

const HEAD_BYTES_MIN = 19
/** The output gain is a Q7.8 number. */
const GAIN_STEPS_PER_DB = 256

/**
 * Parses the identification header.
 *
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  byte
 *     |                       "OpusHead" (8 bytes)                    |  0-7
 *     | version = 1   | channel count | pre-skip                      |  8-11
 *     | input sample rate (Hz)                                        | 12-15
 *     | output gain (Q7.8 in dB)      | mapping family| …             | 16-18
 *
 * Numbers are little-endian (RFC 7845 §5.1). Only mapping family 0 is played: one or two channels, of which the decoder makes one.
 * @throws AudioRefusal opusBadHead, opusUnsupportedVersion, opusUnsupportedChannels
 */
export function parseOpusHead(packet: Uint8Array): OpusHead {
  if (packet.length < HEAD_BYTES_MIN || !startsWith(packet, 'OpusHead')) {
    throw new AudioRefusal('opusBadHead', `${packet.length} bytes`)
  }
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length)
  const version = view.getUint8(8)
  // The upper four bits are the major version; a reader takes every minor one (RFC 7845 §5.1, item 2).
  if (version >> 4 !== 0) {
    throw new AudioRefusal('opusUnsupportedVersion', `version ${version}`)
  }
  const channelCount = view.getUint8(9)
  const mappingFamily = view.getUint8(18)
  if (mappingFamily !== 0 || channelCount < 1 || channelCount > 2) {
    throw new AudioRefusal('opusUnsupportedChannels', `family ${mappingFamily}, ${channelCount} channels`)
  }
  return {
    channelCount,
    preSkipSamples: view.getUint16(10, true),
    outputGainDb: view.getInt16(16, true) / GAIN_STEPS_PER_DB,
  }
}

/**
 * Checks that `packet` is the comment header (RFC 7845 §5.2). What it says is of no use on a cluster and is not read.
 * @throws AudioRefusal opusBadTags
 */
export function checkOpusTags(packet: Uint8Array): void {
  if (!startsWith(packet, 'OpusTags')) throw new AudioRefusal('opusBadTags', `${packet.length} bytes`)
}

function startsWith(packet: Uint8Array, magic: string): boolean {
  if (packet.length < magic.length) return false
  for (let index = 0; index < magic.length; index++) {
    if (packet[index] !== magic.charCodeAt(index)) return false
  }
  return true
}
