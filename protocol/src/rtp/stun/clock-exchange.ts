/** The four timestamps of one exchange, Unix ms, each on the clock of where it was taken. */
export interface ClockExchange {
  /** Cluster's clock. */
  requestSentAt: number
  /** Sender's clock. */
  requestReceivedAt: number
  /** Sender's clock. */
  answerSentAt: number
  /** Cluster's clock. */
  answerReceivedAt: number
}

export interface ClockMeasure {
  /** What has to be added to the cluster's clock; wrong by at most half the round trip. */
  offsetMs: number
  /** Time on the way, both ways together. */
  roundTripMs: number
}

/** RFC 5905 §8: offset θ and round-trip delay δ. */
export function measureClock(exchange: ClockExchange): ClockMeasure {
  const { requestSentAt, requestReceivedAt, answerSentAt, answerReceivedAt } = exchange
  return {
    offsetMs: (requestReceivedAt - requestSentAt + (answerSentAt - answerReceivedAt)) / 2,
    roundTripMs: answerReceivedAt - requestSentAt - (answerSentAt - requestReceivedAt),
  }
}
