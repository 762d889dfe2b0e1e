/**
 * The PCM link: sound from the agent to a sound card at the far end of a TCP connection, and from the card what it has
 * played; or, on a link of its own, sound that a card captures for the agent. Every message is a four-byte head and a payload; integers are big-endian, samples are s16 little-endian.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +---------------+---------------+-------------------------------+
 *     |  0x54 ('T')   |     type      |         payloadBytes          |
 *     +---------------+---------------+-------------------------------+
 *
 *     cardHello (1, card → agent)      agentHello (2, agent → card)
 *     +------+------+--------------+   +------+--------------------+
 *     | ver  |flags |      0       |   | ver  |         0          |
 *     +------+------+--------------+   +------+--------------------+
 *     |        sampleRateHz        |   |       sampleRateHz        |
 *     +----------------------------+   +---------------------------+
 *     |       bufferSamples        |   flags bit 0: the card reports its delay (else it grants credit)
 *     +----------------------------+
 *
 *     pcm (3, agent → card)            flush (4), idle (5), agent → card: no payload
 *     +----------------------------+   flush drops what is not played yet; idle says that an empty
 *     |          sequence          |   queue is meant, so that the card counts no underrun.
 *     +----------------------------+
 *     | samples, two bytes each …  |
 *     +----------------------------+
 *
 *     delayReport (16, card → agent)                       credit (17, card → agent)
 *     +--------------------------------------------+       +--------------------------------------------+
 *     |             positionSamples (64)           |       |             grantedSamples (64)            |
 *     +--------------------------------------------+       +--------------------------------------------+
 *     |             consumedSamples (64)           |
 *     +----------------------+---------------------+       refusal (18, both ways): one byte, the reason
 *     |     queuedSamples    |      underruns      |
 *     +----------------------+---------------------+
 *
 *     captureHello (19, card → agent): as agentHello. The link is one of a card that captures: `pcm` comes from the card
 *     as long as there is something to hear, in periods of 20 ms or shorter, and is answered by nothing.
 *
 * `positionSamples` counts every sample the card's converter took, silence of an empty queue included, and so runs
 * evenly for ever; `consumedSamples` counts those that the agent had sent. `grantedSamples` is the total the agent may
 * have sent since the connection began: what the card has played, in whole periods, and its buffer. A card without
 * delay report says it at the end of every period, also unchanged, which means that it had nothing to play. The agent
 * never has more than 120 ms unplayed, whatever the card would take; so a card that reports its delay does so every
 * 20 ms or more often.
 */
export const PCM_LINK_VERSION = 1
export const PCM_LINK_MARKER = 0x54
export const PCM_LINK_HEAD_BYTES = 4
/** 40 ms of samples and the sequence number fit; anything longer is refused before it is buffered. */
export const PCM_LINK_PAYLOAD_BYTES_MAX = 4096
/** What an output may hold that no horn has played yet. */
export const UNPLAYED_MS_MAX = 120

export const PCM_LINK_REFUSALS = [
  'versionNotSupported',
  'sampleRateNotSupported',
  'busy',
  'badMessage',
] as const
export type PcmLinkRefusal = (typeof PCM_LINK_REFUSALS)[number]

export type PcmLinkMessage =
  | { type: 'cardHello'; version: number; reportsDelay: boolean; sampleRateHz: number; bufferSamples: number }
  | { type: 'agentHello'; version: number; sampleRateHz: number }
  | { type: 'captureHello'; version: number; sampleRateHz: number }
  /** `samples` is s16le and, after parsing, a view of the bytes received: valid until the next `push`. */
  | { type: 'pcm'; sequence: number; samples: Uint8Array }
  | { type: 'flush' }
  | { type: 'idle' }
  | {
      type: 'delayReport'
      positionSamples: number
      consumedSamples: number
      queuedSamples: number
      underruns: number
    }
  | { type: 'credit'; grantedSamples: number }
  | { type: 'refusal'; reason: PcmLinkRefusal }

export type PcmLinkMessageType = PcmLinkMessage['type']

/** The number of each message on the wire. */
export const PCM_LINK_TYPE_NUMBERS: Readonly<Record<PcmLinkMessageType, number>> = {
  cardHello: 1,
  agentHello: 2,
  pcm: 3,
  flush: 4,
  idle: 5,
  delayReport: 16,
  credit: 17,
  refusal: 18,
  captureHello: 19,
}

export type PcmLinkErrorCode = 'badMarker' | 'unknownType' | 'oversizedPayload' | 'badPayload'

/** A coded refusal of bytes from the link; after it the connection is of no use, since the next head is unknown. */
export class PcmLinkError extends Error {
  readonly code: PcmLinkErrorCode

  constructor(code: PcmLinkErrorCode, detail: string) {
    super(`PCM link: ${code}: ${detail}`)
    this.name = 'PcmLinkError'
    this.code = code
  }
}
