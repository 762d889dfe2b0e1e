import { DAY_MS, HOUR_MS, MINUTE_MS, type ProgrammeDefinition } from '@tieng-lang/protocol'
import BetterSqlite from 'better-sqlite3'
import { sha256Hex } from '../../../server/src/access/secrets.ts'
import { insertAuditEntry } from '../../../server/src/storage/accounts/audit-entries.ts'
import { insertSession } from '../../../server/src/storage/accounts/sessions.ts'
import { insertBulletin } from '../../../server/src/storage/bulletins/bulletins.ts'
import { type Database, openDatabase, query } from '../../../server/src/storage/database.ts'
import { insertProgramme } from '../../../server/src/storage/programmes.ts'
import { insertArea } from '../../../server/src/storage/tree/areas.ts'
import { DEFAULT_CLUSTER_SETTINGS, insertCluster } from '../../../server/src/storage/tree/clusters.ts'
import { seedPlayouts } from './seed-playouts.ts'

export const SIZE = { bulletins: 20_000, clusters: 1_000, playouts: 1_000_000, auditEntries: 100_000 }
export const COMMUNES = 40
export const TOKEN = 'pages-bench-token'
const PROGRAMMES_EACH_COMMUNE = 10
const ITEMS = 4

export const communeOf = (index: number) => `xa-${index % COMMUNES}`
export const clusterOf = (index: number) => `cum-${index}`
const bulletinOf = (index: number) => `bt-${index}`

const WORDS = [
  'Thông báo',
  'lịch tiêm',
  'phòng dịch',
  'thời tiết',
  'giá lúa',
  'văn nghệ',
  'an ninh',
  'bầu cử',
]

/** A province that has been on the air for some months, straight into the database. */
export function seed(path: string, now: number): void {
  const database = openDatabase(path, now)
  database.transaction(() => {
    seedPlaces(database, now)
    seedPerson(database, now)
    seedProgrammes(database, now)
  })
  inParts(database, SIZE.bulletins, (index) => seedBulletin(database, index, now))
  inParts(database, SIZE.auditEntries, (index) => seedAct(database, index, now))
  database.close()
  const connection = new BetterSqlite(path)
  seedPlayouts(connection, {
    ...SIZE,
    now,
    clusterOf,
    programmeOf: (index) => programmeOf(index % COMMUNES, 0),
  })
  connection.close()
}

function inParts(database: Database, count: number, act: (index: number) => void): void {
  const PART = 10_000
  for (let from = 0; from < count; from += PART)
    database.transaction(() => {
      for (let index = from; index < Math.min(count, from + PART); index++) act(index)
    })
}

function seedPlaces(database: Database, now: number): void {
  const area = { code: null, settings: {}, createdAt: now }
  insertArea(database, { ...area, areaId: 'tinh', parentId: null, name: 'Tỉnh' })
  for (let index = 0; index < COMMUNES; index++)
    insertArea(database, { ...area, areaId: communeOf(index), parentId: 'tinh', name: `Xã ${index}` })
  for (let index = 0; index < SIZE.clusters; index++)
    insertCluster(database, {
      ...{ clusterId: clusterOf(index), areaId: communeOf(index), name: `Cụm ${index}`, position: null },
      ...{ settings: DEFAULT_CLUSTER_SETTINGS, mediaSecret: 'x'.repeat(43), createdAt: now },
    })
}

function seedPerson(database: Database, now: number): void {
  const operator = { operatorId: 'lan', loginName: 'lan', name: 'Lan', passwordHash: '-', createdAt: now }
  const flags = { mustChangePassword: 0, isDisabled: 0, lastSeenAt: null, version: 1 } as const
  database.run(query.insertInto('operators').values({ ...operator, ...flags }))
  database.run(query.insertInto('grants').values({ operatorId: 'lan', role: 'administrator', areaId: null }))
  const seen = { createdAt: now, lastSeenAt: now, expiresAt: now + DAY_MS }
  const whence = { address: '127.0.0.1', userAgent: 'bench' }
  insertSession(database, {
    ...{ sessionId: 's-lan', tokenSha256: sha256Hex(TOKEN), operatorId: 'lan' },
    ...seen,
    ...whence,
  })
}

function seedBulletin(database: Database, index: number, now: number): void {
  const word = (shift: number) => WORDS[(index >> shift) % WORDS.length]
  insertBulletin(database, {
    ...{ bulletinId: bulletinOf(index), areaId: communeOf(index), language: 'vi', state: 'approved' },
    ...{ title: `${word(0)} ${word(3)} số ${index}`, producedBy: 'Lan', approvedBy: 'Mai' },
    createdAt: now - index * MINUTE_MS,
    media: {
      sha256: sha256Hex(String(index)),
      sizeBytes: 500_000,
      durationMs: 2 * MINUTE_MS,
    },
    loudness: {
      ...{ inputLufs: -20, inputTruePeakDbtp: -5, gainDb: 4, storedLufs: -16, storedTruePeakDbtp: -3 },
      isGainLowered: false,
    },
  })
}

export const programmeOf = (commune: number, index: number) => `ct-${commune}-${index}`

function seedProgrammes(database: Database, now: number): void {
  for (let commune = 0; commune < COMMUNES; commune++)
    for (let index = 0; index < PROGRAMMES_EACH_COMMUNE; index++) {
      const definition = definitionOf(commune, index)
      const targets = { areas: [communeOf(commune)], zones: [], clusters: [] }
      const person = { producedById: null, submittedById: null, approvedById: null, changedById: null }
      insertProgramme(database, {
        ...{ programmeId: definition.programmeId, definition, targets, state: 'approved' },
        ...{ producedBy: 'Lan', submittedBy: 'Lan', approvedBy: 'Mai', changedBy: 'Mai', ...person },
        ...{ approvedAt: now, isOnePerson: false, note: null, createdAt: now, changedAt: now, version: 1 },
        playing: { definition, targets, plannedAt: now, firstPlannedAt: now, underWay: null, onceCount: 0 },
      })
    }
}

function definitionOf(commune: number, index: number): ProgrammeDefinition {
  const hour = String(5 + index).padStart(2, '0')
  return {
    ...{ programmeId: programmeOf(commune, index), name: `Chương trình ${index} xã ${commune}` },
    ...{
      priority: 'routine',
      validity: {},
      latenessMsMax: HOUR_MS,
      onInterrupted: 'resume',
      mayBeCut: false,
    },
    recurrence: { kind: 'daily', startTimes: [`${hour}:30`] },
    playlist: Array.from({ length: ITEMS }, (_, item) => ({
      ...{ itemId: `muc-${item}`, title: `Mục ${item}`, repeats: 1, gapMs: 1_000 },
      bulletinId: bulletinOf(item * COMMUNES + commune),
    })),
  }
}

function seedAct(database: Database, index: number, now: number): void {
  insertAuditEntry(database, {
    ...{ at: now - (SIZE.auditEntries - index) * MINUTE_MS, operatorId: 'lan', operatorName: 'Lan' },
    ...{ address: '127.0.0.1', act: 'bulletin.approve', areaIds: [communeOf(index)] },
    ...{ subject: bulletinOf(index % SIZE.bulletins), detail: { title: 'Thông báo' } },
  })
}
