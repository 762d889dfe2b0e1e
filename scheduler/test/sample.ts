import type {
  ClusterConfig,
  Emergency,
  Plan,
  Programme,
  QuietHours,
  RecordingItem,
  RelayItem,
} from '@tieng-lang/protocol/browser'
import type { Sound } from '../src/index.ts'

/** How many runs a property gets: few in the ordinary suite, many with `TL_LONG=1`. Always from the same seed. */
export function runs(few: number): { numRuns: number; seed: number } {
  return { numRuns: process.env.TL_LONG === '1' ? few * 20 : few, seed: 20_260_217 }
}

/** How long such a property may take: at the long size as many times longer. */
export function timeoutMs(fewMs: number): number {
  return process.env.TL_LONG === '1' ? fewMs * 20 : fewMs
}

export const ZONE = 'Asia/Ho_Chi_Minh'

/** An instant from the wall clock in Viet Nam, UTC+7 all year. */
export function inVietNam(text: string): number {
  return Date.parse(`${text}+07:00`)
}

export function itemOf(
  itemId: string,
  changes: Partial<RecordingItem> & { durationMs?: number } = {},
): RecordingItem {
  const { durationMs = 30_000, ...rest } = changes
  return {
    itemId,
    title: itemId,
    media: { sha256: 'a'.repeat(64), sizeBytes: 1, durationMs },
    repeats: 1,
    gapMs: 0,
    ...rest,
  }
}

/** Ten minutes of another station, with a bulletin in its place or none. */
export function relayItemOf(itemId: string, fallback: { sha256: string } | null = null): RelayItem {
  return {
    itemId,
    title: itemId,
    relay: {
      durationMsMax: 600_000,
      fallback: fallback && { ...fallback, sizeBytes: 1, durationMs: 30_000 },
    },
    repeats: 1,
    gapMs: 0,
  }
}

export function programmeOf(programmeId: string, changes: Partial<Programme> = {}): Programme {
  return {
    programmeId,
    name: programmeId,
    priority: 'routine',
    recurrence: { kind: 'daily', startTimes: ['05:30'] },
    validity: {},
    playlist: [itemOf('one')],
    latenessMsMax: 300_000,
    onInterrupted: 'resume',
    mayBeCut: false,
    ...changes,
  }
}

export function planOf(...programmes: Programme[]): Plan {
  return { programmes, stopped: [] }
}

export function configOf(quietHours: QuietHours): ClusterConfig {
  return {
    clusterId: 'cum-1',
    name: 'Cụm 1',
    areaPath: ['tinh', 'xa'],
    zones: [],
    timeZone: ZONE,
    volume: { defaultPercent: 70, emergencyPercent: 100, hardCapPercent: 90, byTimeOfDay: [] },
    isSpecialArea: false,
    quietHours,
    cacheBytesMax: 1_000_000,
    httpUrls: ['http://127.0.0.1'],
    mqttUrls: ['mqtt://127.0.0.1'],
    mediaSecret: 'A'.repeat(43),
  }
}

export function soundNamed(soundId: string, changes: Partial<Sound> = {}): Sound {
  const dueAt = changes.dueAt ?? 0
  return {
    soundId,
    broadcastId: soundId,
    priority: 'routine',
    dueAt,
    slotAt: dueAt,
    order: 0,
    durationMs: 30_000,
    latenessMsMax: 3_600_000,
    onInterrupted: 'resume',
    mayBeCut: false,
    mediaSha256: 'a'.repeat(64),
    volumePercent: null,
    planRevision: 1,
    emergency: null,
    ...changes,
  }
}

/** Live voice. */
export function voiceNamed(soundId: string, dueAt: number): Sound {
  return soundNamed(soundId, {
    priority: 'announcement',
    dueAt,
    durationMs: null,
    mediaSha256: null,
    planRevision: null,
    latenessMsMax: 0,
  })
}

/** What an emergency says, as one recording of that length, and all of it that arbitration does not look at. */
export function warningOf(
  durationMs: number,
): Pick<Emergency, 'edition' | 'event' | 'sounds' | 'publishedIn' | 'closing' | 'cap'> {
  return {
    edition: 1,
    event: 'flood',
    sounds: {
      opening: [],
      message: [{ sha256: 'e'.repeat(64), durationMs, sizeBytes: 4_000 }],
      speech: null,
      closing: [],
    },
    publishedIn: ['a-1'],
    closing: null,
    cap: {
      identifier: 'tl-1',
      sender: 'tieng-lang',
      sentAt: 0,
      msgType: 'Alert',
      category: 'Met',
      urgency: 'Immediate',
      certainty: 'Observed',
      infos: [{ language: 'vi', headline: 'Lũ', description: '', instruction: '' }],
    },
  }
}
