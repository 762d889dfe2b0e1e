import type { ClusterState, PlayoutLineAnswer } from '@tieng-lang/protocol/browser'

/** A cluster that is in order and silent, but for what a test says. */
export function clusterState(changes: Partial<ClusterState> = {}): ClusterState {
  return {
    ...{ clusterId: 'cum-1', areaId: 'xa-1', name: 'Thôn Đông', isEnrolled: true, isConnected: true },
    lastHeardOfAt: 1_000,
    planRevision: { wanted: 3, held: 3 },
    configRevision: { wanted: 1, held: 1 },
    media: { wanted: 2, held: 2 },
    ...{
      clockState: 'trusted',
      storage: 'working',
      volumePercent: 70,
      isPaused: false,
      playing: null,
      next: null,
      lastPlayout: null,
      gapCount: 0,
    },
    ...changes,
  }
}

export function playing(changes: Partial<NonNullable<ClusterState['playing']>> = {}) {
  return {
    ...{ occurrenceId: 'ct@1/muc/1', broadcastId: 'ct@1', title: 'Tin sáng', programmeName: 'Sáng' },
    ...{ isRelay: false, startedAt: 10_000, endsAt: 70_000, evidence: null },
    ...changes,
  }
}

export function playoutLine(changes: Partial<PlayoutLineAnswer> = {}): PlayoutLineAnswer {
  return {
    ...{ clusterId: 'cum-1', occurrenceId: 'ct@1/muc/1', broadcastId: 'ct@1', title: 'Tin sáng' },
    ...{ programmeName: 'Sáng', isRelay: false, outcome: 'heard', reason: null, evidence: 'lineCurrent' },
    ...{ dueAt: 10_000, startedAt: 10_000, endedAt: 70_000, askedMs: 60_000, heardMs: 60_000 },
    ...changes,
  }
}
