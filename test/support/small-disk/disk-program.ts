import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createKeyPair, ed25519Signer } from '@tieng-lang/protocol'
import { systemClock, systemFiles } from '@tieng-lang/protocol/node'
import { Outbox } from '../../../edge-agent/src/stores/outbox/outbox.ts'
import { StateFile } from '../../../edge-agent/src/stores/state-file.ts'
import { sampleDraft } from '../../../edge-agent/test/stores/outbox/sample-draft.ts'
import { openDatabase } from '../../../server/src/storage/database.ts'
import { commit, makeTables, wrongWith } from '../power-cuts/numbered-commits.ts'
import { fillDisk } from './fill-disk.ts'
import type { DiskReport, Phase } from './report.ts'

/**
 * Runs where `folder` is a file system of a few MB: lets the stores of both sides write, fills the disk, lets them
 * write again, makes room, lets them write once more; says in one line of JSON what each was answered, and what a later
 * life finds.
 */
const [folder = ''] = process.argv.slice(2)
const filler = join(folder, 'filler')
const WRITES = 12
const device = createKeyPair()

async function openOutbox(): Promise<Outbox> {
  const signer = ed25519Signer(device)
  const outbox = new Outbox({
    ...{ files: systemFiles(join(folder, 'agent')), clock: systemClock, signer },
    ...{ clusterId: 'c-1', bootId: 'boot', now: () => systemClock.now() },
  })
  await outbox.start()
  return outbox
}

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act()
    return 'done'
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number'
const database = openDatabase(join(folder, 'server.sqlite'), 0)
makeTables(database)
const outbox = await openOutbox()
const state = new StateFile(systemFiles(join(folder, 'state')), 'state.json', isNumber)
let commits = 0
let saved = 0

async function phase(): Promise<Phase> {
  const codes: Phase = { records: [], saves: [], commits: [], storage: 'working' }
  for (let count = 0; count < WRITES; count += 1) {
    codes.records.push(await codeOf(() => outbox.append(sampleDraft(`r-${count}`))))
    codes.saves.push(await codeOf(() => state.save(saved + 1)))
    if (codes.saves.at(-1) === 'done') saved += 1
    codes.commits.push(await codeOf(() => commit(database, commits + 1)))
    if (codes.commits.at(-1) === 'done') commits += 1
  }
  return { ...codes, storage: database.storage() }
}

const before = await phase()
fillDisk(filler)
const full = await phase()
rmSync(filler)
const after = await phase()
const last = outbox.last()
database.close()

const again = openDatabase(join(folder, 'server.sqlite'), 0)
const report: DiskReport = {
  ...{ before, full, after },
  wrongWithDatabase: wrongWith(again, commits) ?? null,
  recordsMissing: last - (await (await openOutbox()).read(1, 1_000)).length,
  savedMissing: saved - ((await state.load()) ?? 0),
}
again.close()
process.stdout.write(`${JSON.stringify(report)}\n`)
