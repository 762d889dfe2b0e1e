import { type RtcpCompound, sequenceNumberOf } from '@tieng-lang/protocol/rtp'
import { noQualityCounts, permille, type QualityCounts, qualitySince } from '../buffer/quality.ts'
import type { LiveStream } from './live-stream.ts'

export interface ReportFacts {
  cname: string
  /** Of the sender, and ours. */
  ssrc: number
  listenerSsrc: number
  roundTripMs: number
  nowMs: number
}

/** What this cluster says to the sender: how it hears, and what it misses. */
export class ListenerReports {
  #told: QualityCounts = noQualityCounts()

  /** How it heard since the last report (RFC 3550 §6.4.2), and how well by ear. */
  report(stream: LiveStream, { cname, ssrc, listenerSsrc, roundTripMs, nowMs }: ReportFacts): RtcpCompound {
    const since = qualitySince(stream.counts, this.#told)
    this.#told = { ...stream.counts }
    const { playedSamples, concealedSamples, restoredSamples, packets, latePackets } = since
    return {
      report: {
        type: 'receiverReport',
        ssrc: listenerSsrc,
        reports: [stream.reception.report(ssrc, nowMs)],
      },
      cname,
      quality: {
        ...{ type: 'listeningQuality', ssrc: listenerSsrc, roundTripMs },
        concealedPermille: permille(concealedSamples, playedSamples),
        restoredPermille: permille(restoredSamples, playedSamples),
        latePermille: permille(latePackets, packets),
        bufferMs: stream.bufferMs(),
      },
    }
  }

  /** Asks for packets again (RFC 4585 §6.2.1). */
  ask(indices: readonly number[], { cname, ssrc, listenerSsrc }: ReportFacts): RtcpCompound {
    return {
      report: { type: 'receiverReport', ssrc: listenerSsrc, reports: [] },
      cname,
      nack: {
        ...{ type: 'nack', senderSsrc: listenerSsrc, mediaSsrc: ssrc },
        sequenceNumbers: indices.map(sequenceNumberOf),
      },
    }
  }

  goodbye({ cname, listenerSsrc }: ReportFacts): RtcpCompound {
    return {
      report: { type: 'receiverReport', ssrc: listenerSsrc, reports: [] },
      cname,
      goodbye: { type: 'goodbye', ssrcs: [listenerSsrc], reason: undefined },
    }
  }
}
