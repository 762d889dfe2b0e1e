import {
  type MediaAnswer,
  type MediaRequest,
  openMediaAnswer,
  openMediaRequest,
  type Parsed,
  parseOpusPayload,
  parseRtcpCompound,
  parseRtpPacket,
  parseStunMessage,
  SrtcpReceiver,
  SrtpReceiver,
  type StunMessage,
  writeMediaAnswer,
  writeMediaRequest,
  writeRtcpCompound,
  writeRtpPacket,
} from '@tieng-lang/protocol/rtp'
import { uint32Bytes } from '../../../protocol/src/rtp/bytes.ts'
import { protectRtcp } from '../../../protocol/src/rtp/srtp/srtcp.ts'
import { authenticationTag } from '../../../protocol/src/rtp/srtp/transforms.ts'
import { withIntegrity } from '../../../protocol/src/rtp/stun/message-integrity.ts'
import { KEYS, mediaKeys } from '../../../protocol/test/rtp/samples.ts'
import {
  mediaAnswer,
  mediaRequest,
  TRANSACTION_ID,
} from '../../../protocol/test/rtp/stun/exchange-samples.ts'
import { changedBytes } from './changed-bytes.ts'
import type { Dice } from './dice.ts'
import type { FuzzedParser } from './parsers-suite.ts'

/** Pieces of heads, lengths and attributes. */
const WORDS = ['\0', '\0\0\0\x01', '\x7f\x7f', '\0\x06\0\x04', '\0\x20\0\x08\0\x01', '\x08\xab', 'live-1:c-1']
const SSRC = 0xcafe_babe
const INTEGRITY_BYTES = 36
const keys = mediaKeys()

const rtp = {
  plain: writeRtpPacket({
    ...{ payloadType: 111, marker: true, sequenceNumber: 7, rtpTimestamp: 960, ssrc: SSRC },
    payload: Buffer.from('08abcdef', 'hex'),
  }),
  extended: Buffer.from('b26f0007000003c0cafebabe0000000a0000000bbede000111223344abcd000303', 'hex'),
}
const report = { ssrc: 5, lostRatio: 0.25, packetsLost: -3, highestSequenceNumber: 70_000, jitterSamples: 9 }
const reports = [{ ...report, lastSenderReport: 17, delaySinceLastSenderReportMs: 40 }]
const compounds = [
  writeRtcpCompound({
    report: { type: 'receiverReport', ssrc: SSRC, reports },
    cname: 'c-1',
    nack: { type: 'nack', senderSsrc: SSRC, mediaSsrc: 5, sequenceNumbers: [65_535, 0, 40] },
  }),
  writeRtcpCompound({
    report: {
      ...{ type: 'senderReport', ssrc: SSRC, sentAt: 1_795_000_000_000, rtpTimestamp: 960, packetCount: 3 },
      ...{ octetCount: 100, reports: [] },
    },
    cname: 'tiếng-làng',
    goodbye: { type: 'goodbye', ssrcs: [SSRC], reason: 'hết' },
  }),
]
const opus = ['08abcd', '0a01abcdef', '0b8302010102ab', '0b4103ab000000', '0bc2020101ab0000', '19abcd'].map(
  (text) => Buffer.from(text, 'hex'),
)

function codeOf(parsed: Parsed<unknown>): string {
  return parsed.ok ? 'taken' : parsed.code
}

/** Under the good key whatever is inside, so that what lies behind the tag is reached as well. */
function sealedRtp(dice: Dice): Uint8Array {
  const sent = changedBytes(dice, dice.one([rtp.plain, rtp.extended]), WORDS)
  return Buffer.concat([sent, authenticationTag(KEYS.rtp, sent, uint32Bytes(0))])
}

function sealedRtcp(dice: Dice): Uint8Array {
  const compound = changedBytes(dice, dice.one(compounds), WORDS)
  const canBeSealed = compound.length >= 8 && compound.length < 1_400
  return canBeSealed ? protectRtcp(KEYS, compound, dice.below(1_000)) : compound
}

/** Changed before it was sealed, or after. */
function stunInput(good: Uint8Array): (dice: Dice) => Uint8Array {
  const attributes = good.subarray(0, good.length - INTEGRITY_BYTES)
  return (dice) => {
    if (dice.below(4) === 0) return changedBytes(dice, good, WORDS)
    const changed = Buffer.from(changedBytes(dice, attributes, WORDS))
    return changed.length < 20 ? changed : withIntegrity(changed, keys.integrityKey)
  }
}

function stunParser<T>(open: (message: StunMessage) => Parsed<T>): (bytes: Uint8Array) => string {
  return (bytes) => {
    const message = parseStunMessage(bytes)
    return codeOf(message.ok ? open(message.value) : message)
  }
}

/** All that reads what comes to the media port. */
export const MEDIA_PARSERS: readonly FuzzedParser[] = [
  {
    name: 'parseRtpPacket',
    inputOf: (dice) => changedBytes(dice, dice.one([rtp.plain, rtp.extended]), WORDS),
    parse: (bytes) => codeOf(parseRtpPacket(bytes)),
    codesMin: 5,
  },
  {
    name: 'SrtpReceiver.unprotect',
    inputOf: (dice) => (dice.below(4) === 0 ? changedBytes(dice, rtp.plain, WORDS) : sealedRtp(dice)),
    parse: (bytes) => codeOf(new SrtpReceiver(KEYS, { ssrc: SSRC, nextPacketIndex: 0 }).unprotect(bytes)),
    codesMin: 6,
  },
  {
    name: 'parseRtcpCompound',
    inputOf: (dice) => changedBytes(dice, dice.one(compounds), WORDS),
    parse: (bytes) => codeOf(parseRtcpCompound(bytes)),
    codesMin: 6,
  },
  {
    name: 'SrtcpReceiver.unprotect',
    inputOf: (dice) => (dice.below(4) === 0 ? changedBytes(dice, sealedRtcp(dice), WORDS) : sealedRtcp(dice)),
    parse: (bytes) => codeOf(new SrtcpReceiver(KEYS, { ssrc: SSRC }).unprotect(bytes)),
    codesMin: 7,
  },
  {
    name: 'openMediaRequest',
    inputOf: stunInput(writeMediaRequest(mediaRequest(), keys)),
    parse: stunParser<MediaRequest>((message) => openMediaRequest(message, keys)),
    codesMin: 8,
  },
  {
    name: 'openMediaAnswer',
    inputOf: stunInput(
      writeMediaAnswer(mediaAnswer({ otherSender: { address: '2001:db8::1', port: 1 } }), keys),
    ),
    parse: stunParser<MediaAnswer>((message) => openMediaAnswer(message, keys, TRANSACTION_ID)),
    codesMin: 8,
  },
  {
    name: 'parseOpusPayload',
    inputOf: (dice) => changedBytes(dice, dice.one(opus), WORDS),
    parse: (bytes) => codeOf(parseOpusPayload(bytes)),
    codesMin: 2,
  },
]
