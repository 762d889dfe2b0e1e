import { copyFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { CodedError, type ProgrammeDefinition, type RelayItemDraft, sleep } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { RelayDesk } from '../../../src/broadcasting/relays/relay-desk.ts'
import type { CapturedPacket } from '../../../src/media/capture/capture.ts'
import { MediaStore } from '../../../src/media/media-store.ts'
import { sleepUnless } from '../../../src/media/relay-source/within.ts'
import { insertProgramme, removeProgramme } from '../../../src/storage/programmes.ts'
import { deskRoom, fillRoom, settled } from '../../live/desk-room.ts'
import { make } from '../../media/recordings.ts'
import { FarEnd } from '../../streaming/far-end.ts'
import type { ManualClock } from '../../streaming/manual-wire.ts'
import { addSample } from '../bulletins/sample-bulletin.ts'

const SERVER = { host: '10.0.0.1', port: 5_004 }
/** RFC 6716 §3.1: 20 ms of wideband SILK, one frame, mono; nothing else begins so here. */
const STATION_MARK = Buffer.from([9 << 3, 0xab, 0xcd])
const LATE_MS = 3_600_000

/** A station that gives a packet every 20 ms while it is on air, or some at once, and ends. */
export class ScriptedStation {
  isOnAir = true
  packetsAtOnce: number | undefined
  readonly opened: string[] = []
  readonly #clock: ManualClock

  constructor(clock: ManualClock) {
    this.#clock = clock
  }

  readonly open = async function* (
    this: ScriptedStation,
    url: string,
    signal: AbortSignal,
  ): AsyncGenerator<CapturedPacket, void, void> {
    this.opened.push(url)
    for (let captureSample = 0; !signal.aborted; captureSample += 960) {
      if (!this.isOnAir) throw new CodedError('sourceUnreachable', 'it is off')
      yield { captureSample, levelDb: -20, opus: STATION_MARK }
      if (this.packetsAtOnce && captureSample === (this.packetsAtOnce - 1) * 960) return
      if (this.packetsAtOnce) continue
      await sleepUnless(signal, this.#clock, 20)
    }
  }.bind(this)
}

export interface HeardPacket {
  isStation: boolean
  /** Seconds since the session's first sample. */
  at: number
}

/** The real desks, database and sender in time that moves when it is told to; a station and a cluster at its ends. */
export async function relayRoom(dataDir: string, before?: { clock: ManualClock }) {
  const room = await deskRoom(dataDir, before?.clock)
  if (!before) fillRoom(room)
  const media = new MediaStore(`${dataDir}/media`, systemChance)
  await media.start()
  const station = new ScriptedStation(room.clock)
  const relays = new RelayDesk({ ...room, media }, station.open)
  relays.start()
  await settled()
  return {
    ...{ ...room, media, station, relays },
    stop: async () => {
      await relays.stop()
      await room.stop()
    },
  }
}

export type RelayRoom = Awaited<ReturnType<typeof relayRoom>>

/** Lets virtual time pass, in steps of a packet. */
export async function pass({ clock }: RelayRoom, ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 20) {
    clock.advance(20)
    await settled()
    // Files are read on other threads.
    if (passedMs % 100 === 0) await setImmediate()
  }
}

/** What waits for a file waits in real time as well: virtual time passes slowly until it holds, at most half a minute. */
export async function passUntil(room: RelayRoom, isGood: () => boolean): Promise<void> {
  for (let step = 0; step < 1_500 && !isGood(); step += 1) {
    await pass(room, 20)
    await sleep(systemClock, 5)
  }
  if (!isGood()) throw new Error('still not so')
}

/** A bulletin of one second, whose file is really there. */
export async function addFallback({ media, database, clock }: RelayRoom, folder: string): Promise<void> {
  const tone = [
    '-f',
    'lavfi',
    '-i',
    'sine=frequency=700:duration=1',
    '-c:a',
    'libopus',
    '-frame_duration',
    '20',
  ]
  const path = media.temporaryPath()
  copyFileSync(make(folder, 'fallback.ogg', tone), path)
  const stored = await media.put(path)
  const mediaOf = { ...stored, durationMs: 1_000 }
  addSample(database, {
    ...{ bulletinId: 'du-phong', media: mediaOf, createdAt: clock.now() },
    ...{ state: 'approved', approvedBy: 'Hùng' },
  })
}

export function relayProgramme(
  programmeId: string,
  at: number,
  relay: Partial<RelayItemDraft['relay']> = {},
): ProgrammeDefinition {
  return {
    ...{ programmeId, name: 'Tiếp sóng Đài tỉnh', priority: 'routine', validity: {} },
    recurrence: { kind: 'once', at },
    playlist: [
      {
        ...{ itemId: 'tiep-song', title: 'Thời sự', repeats: 1, gapMs: 0 },
        relay: {
          ...{ source: { kind: 'stream', url: 'http://dai.vn/live' }, durationMsMax: 120_000 },
          ...{ fallbackBulletinId: null, ...relay },
        },
      },
    ],
    ...{ latenessMsMax: LATE_MS, onInterrupted: 'resume', mayBeCut: true },
  }
}

/** As if it had been approved now. */
export function plan({ database, clock, updates }: RelayRoom, definition: ProgrammeDefinition): void {
  const now = clock.now()
  const { programmeId } = definition
  const targets = { areas: ['xa-a'], zones: [], clusters: [] }
  const people = { producedBy: 'Lan', producedById: null, submittedBy: null, submittedById: null }
  removeProgramme(database, programmeId, 1)
  insertProgramme(database, {
    ...{
      programmeId,
      definition,
      targets,
      ...people,
      approvedBy: 'Hùng',
      approvedById: null,
      approvedAt: now,
    },
    ...{
      state: 'approved',
      isOnePerson: false,
      note: null,
      createdAt: now,
      changedAt: now,
      changedBy: 'Lan',
    },
    ...{ changedById: null, version: 1 },
    playing: { definition, targets, plannedAt: now, firstPlannedAt: now, underWay: null, onceCount: 1 },
  })
  updates.changed('programmes', programmeId)
}

/** A cluster that has opened its path to the session that is on air. */
export async function clusterOn(room: RelayRoom): Promise<{ sessionId: string; heard(): HeardPacket[] }> {
  const session = room.live.open().at(-1)?.session
  if (!session) throw new Error('nothing is on air')
  const { sessionId, ssrc } = session
  const far = new FarEnd({
    ...{ sessionId, clusterId: 'c-1', mediaSecret: Buffer.alloc(32, 'c-1').toString('base64url'), ssrc },
    openSocket: room.wire.socketsOf('10.1.0.1'),
  })
  await far.start()
  const stayOn = () => {
    far.ask(SERVER)
    room.clock.after(5_000, stayOn)
  }
  stayOn()
  const heard = () => {
    const first = far.packets[0]?.packet.rtpTimestamp ?? 0
    return far.packets.map(({ packet }) => ({
      isStation: Buffer.from(packet.payload).equals(STATION_MARK),
      at: ((packet.rtpTimestamp - first) >>> 0) / 48_000,
    }))
  }
  return { sessionId, heard }
}
