import { HOUR_MS, MINUTE_MS, type ProgrammeBody, SECOND_MS } from '@tieng-lang/protocol'
import { COMMUNES, PROVINCE } from '../story/places.ts'
import type { Act, Fault, Story, StoryEvent } from '../story/story.ts'

const CLUSTER_IDS = ['cum-1', 'cum-2']
const [first = '', second = ''] = CLUSTER_IDS

/** What a person asks for beside the nights. */
export const QUIET_AT_NOON = { from: '09:50', until: '11:00' }

/** A story begins at 00:30. */
const at = (hours: number, minutes = 0) => (hours - 0.5) * HOUR_MS + minutes * MINUTE_MS

/**
 * A morning of two clusters in which each promise is put to the test once, and kept: a start by mistake in quiet hours, an
 * Exercise there, a flood with its all clear, a bulletin that nobody approved, a programme that is removed, a stop, a power cut in the middle of a sound, a network
 * that is gone for a while, a relay; voices into a warning, beside a silent cluster, over a network that goes in the
 * middle, at a microphone that is forgotten, into a programme, and into hours that have become quiet.
 */
export const SMALL_STORY: Story = {
  seed: 'a small morning',
  days: 0.4,
  clusterIds: CLUSTER_IDS,
  events: events(),
}

function events(): StoryEvent[] {
  const said: [number, Act | Fault][] = [
    ...bulletin('tin', 3 * MINUTE_MS),
    ...bulletin('nhac', 45 * SECOND_MS),
    // Handed in, and approved by nobody.
    ...bulletin('nhap', MINUTE_MS).slice(0, 2),
    ...programme('dat-nham', ['03:15'], ['tin']),
    ...programme('sang', ['05:15', '06:00', '07:30'], ['nhac', 'tin', 'nhac']),
    ...programme('chua-duyet', ['05:30'], ['nhac', 'nhap']),
    ...programme('bo-di', ['05:45', '06:30', '07:00'], ['nhac']),
    ...programme('trua', ['09:30'], ['tin']),
    ...relay('tiep-song', ['08:10'], { durationMsMax: 2 * MINUTE_MS, fallbackBulletinId: 'nhac' }),
    [at(5, 17), { kind: 'stop', place: { areaId: PROVINCE }, broadcast: { of: first } }],
    [at(6, 2), { kind: 'powerCut', clusterId: first, forMs: MINUTE_MS }],
    [at(6, 10), { kind: 'removeProgramme', programmeId: 'bo-di' }],
    [at(3, 30), emergency('dien-tap', 'Exercise')],
    [at(6, 40), emergency('lu', 'Actual')],
    [at(6, 45), { kind: 'updateEmergency', emergencyId: 'lu', lastsMs: HOUR_MS }],
    [at(6, 50) + 3 * SECOND_MS, { kind: 'endEmergency', emergencyId: 'lu', how: 'allClear' }],
    // In the middle of a warning.
    [at(6, 42) + 10 * SECOND_MS, voice({ forMs: 90 * SECOND_MS })],
    [at(8, 30), voice({ silenced: [second], forMs: MINUTE_MS })],
    // Its network goes in the middle: what is not renewed expires.
    [at(8, 40), voice({ forMs: 4 * MINUTE_MS })],
    [
      at(8, 41),
      { kind: 'partition', clusterIds: [first], directions: ['up', 'down'], forMs: 20 * MINUTE_MS },
    ],
    [at(9, 15), voice({ forMs: 20 * SECOND_MS, ending: 'forgotten' })],
    [at(9, 31), voice({ forMs: 20 * SECOND_MS })],
    ...COMMUNES.map((areaId): [number, Act] => [
      at(9, 40),
      { kind: 'setQuietHours', areaId, quietHours: { windows: [QUIET_AT_NOON] } },
    ]),
    [at(9, 49), voice({ forMs: 3 * MINUTE_MS })],
    [at(7, 20), { kind: 'partition', directions: ['up', 'down'], forMs: 30 * MINUTE_MS }],
  ]
  return said
    .map(([afterMs, event]) => ({ afterMs, event }))
    .sort((one, other) => one.afterMs - other.afterMs)
}

function emergency(emergencyId: string, status: 'Actual' | 'Exercise'): Act {
  const about = { kind: 'raiseEmergency' as const, emergencyId, status, severity: 'Severe' as const }
  return { ...about, place: { areaId: PROVINCE }, everyS: 60, lastsMs: HOUR_MS }
}

function voice(about: Partial<Extract<Act, { kind: 'speak' }>>): Act {
  const usual = {
    silenced: [],
    takeOver: false,
    ofEmergency: null,
    forMs: MINUTE_MS,
    ending: 'ends' as const,
  }
  return { kind: 'speak', place: { areaId: PROVINCE }, ...usual, ...about }
}

function bulletin(bulletinId: string, durationMs: number): [number, Act][] {
  return [
    [MINUTE_MS, { kind: 'uploadBulletin', bulletinId, durationMs }],
    [MINUTE_MS + SECOND_MS, { kind: 'submitBulletin', bulletinId }],
    [MINUTE_MS + 2 * SECOND_MS, { kind: 'approveBulletin', bulletinId }],
  ]
}

function programme(programmeId: string, startTimes: string[], bulletinIds: string[]): [number, Act][] {
  const playlist = bulletinIds.map((bulletinId, index) => ({
    ...{ itemId: `muc-${index + 1}`, title: bulletinId, bulletinId, repeats: 1, gapMs: 1_500 },
  }))
  return planned(programmeId, startTimes, playlist)
}

function relay(
  programmeId: string,
  startTimes: string[],
  { durationMsMax, fallbackBulletinId }: { durationMsMax: number; fallbackBulletinId: string },
): [number, Act][] {
  const source = { kind: 'stream' as const, url: 'http://dai-tinh.example/song' }
  const item = { itemId: 'muc-1', title: 'Đài tỉnh', repeats: 1, gapMs: 0 }
  return planned(programmeId, startTimes, [{ ...item, relay: { source, durationMsMax, fallbackBulletinId } }])
}

function planned(
  programmeId: string,
  startTimes: string[],
  playlist: ProgrammeBody['definition']['playlist'],
): [number, Act][] {
  const definition: ProgrammeBody['definition'] = {
    ...{ programmeId, name: programmeId, priority: 'routine', validity: {} },
    recurrence: { kind: 'daily', startTimes },
    playlist,
    ...{ latenessMsMax: 10 * MINUTE_MS, onInterrupted: 'resume', mayBeCut: false },
  }
  const targets = { areas: [PROVINCE], zones: [], clusters: [] }
  return [
    [2 * MINUTE_MS, { kind: 'planProgramme', definition, targets }],
    [2 * MINUTE_MS + SECOND_MS, { kind: 'submitProgramme', programmeId }],
    [2 * MINUTE_MS + 2 * SECOND_MS, { kind: 'approveProgramme', programmeId }],
  ]
}
