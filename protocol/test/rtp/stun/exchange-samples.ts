import type { MediaAnswer, MediaRequest } from '../../../src/rtp/index.ts'
import { SESSION_KEY } from '../samples.ts'

const AT = 1_795_000_000_000.25

export const TRANSACTION_ID = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])

export function mediaRequest(changes: Partial<MediaRequest> = {}): MediaRequest {
  return {
    ...{ sessionId: 'live-1', clusterId: 'c-1', transactionId: TRANSACTION_ID },
    ...{ requestSentAt: AT, counter: 17, lifeId: 99, highestPacketIndex: 75_000 },
    ...changes,
  }
}

export function mediaAnswer(changes: Partial<MediaAnswer> = {}): MediaAnswer {
  return {
    ...{ transactionId: TRANSACTION_ID, mappedAddress: { address: '192.0.2.1', port: 32_853 } },
    ...{ requestSentAt: AT, requestReceivedAt: AT + 31.5, answerSentAt: AT + 31.625 },
    ...{ sessionKey: SESSION_KEY, listenerSsrc: 0xcafe_babe, nextPacketIndex: 75_001 },
    ...{ reportIntervalMs: 5_000, otherSender: undefined },
    ...changes,
  }
}
