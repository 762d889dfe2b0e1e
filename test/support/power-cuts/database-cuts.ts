import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Chance, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import { openDatabase } from '../../../server/src/storage/database.ts'
import { wrongWith } from './numbered-commits.ts'
import { isInCheckpoint, type Stopped, sureBytesOf, TEARS, tornCopy } from './torn-copy.ts'
import { readWalIndex } from './wal-index.ts'

const PROGRAM = fileURLToPath(new URL('./committing-process.ts', import.meta.url))
const COMMITS_BETWEEN_MAX = 60
/** Every third instant is looked for in a checkpoint, so long. */
const CHECKPOINT_WAIT_MS = 5_000
const START_MS_MAX = 60_000

export interface DatabaseCutsOptions {
  seed: string
  /** At most so many. */
  instants: number
  /** Ends with the first copy of which such a sentence is said. */
  until?: RegExp
  /** A mistake that must be seen: commits that are not synced, or a WAL cut before what was acknowledged. */
  planted?: 'NORMAL' | 'cutTooMuch'
}

export interface DatabaseCuts {
  /** The last commit acknowledged. */
  commits: number
  copies: number
  duringCheckpoints: number
  /** A sentence for each copy that did not hold what was promised. */
  broken: string[]
}

/** Stops a process that commits, at seeded instants, and opens what a power cut there would leave, torn in each way. */
export async function cutDatabase(options: DatabaseCutsOptions): Promise<DatabaseCuts> {
  const { seed, instants, until, planted } = options
  const folder = mkdtempSync(join(tmpdir(), 'database-cuts-'))
  const path = join(folder, 'live.sqlite')
  const chance = new SeededChance(seed)
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, path, planted ?? ''], {
    stdio: 'inherit',
  })
  const result: DatabaseCuts = { commits: 0, copies: 0, duringCheckpoints: 0, broken: [] }
  try {
    await acknowledgedFrom(path, 1, START_MS_MAX)
    for (let instant = 1; instant <= instants; instant += 1) {
      const stopped = await stopAt(child, path, { chance, isInCheckpoint: instant % 3 === 0 })
      result.commits = stopped.acknowledged.number
      result.duringCheckpoints += Number(isInCheckpoint(stopped))
      for (const tear of TEARS) {
        const sureBytes = Math.max(0, sureBytesOf(stopped) - (planted === 'cutTooMuch' ? 1 : 0))
        const copy = tornCopy(stopped, { tear, sureBytes, chance })
        const wrong = openCopy(join(folder, 'copy.sqlite'), copy, stopped.acknowledged.number)
        result.copies += 1
        if (wrong) result.broken.push(`instant ${instant}, ${tear}: ${wrong}`)
      }
      if (until && result.broken.some((sentence) => until.test(sentence))) break
      child.kill('SIGCONT')
    }
  } finally {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  return result
}

/** Lets some commits pass, or waits for a checkpoint, and stops the process there. */
async function stopAt(
  child: ChildProcess,
  path: string,
  wanted: { chance: Chance; isInCheckpoint: boolean },
): Promise<Stopped> {
  const { number } = lastAcknowledged(path) ?? { number: 0 }
  const commits = 1 + Math.floor(wanted.chance.next() * COMMITS_BETWEEN_MAX)
  await acknowledgedFrom(path, number + commits, START_MS_MAX)
  if (wanted.isInCheckpoint) await untilCheckpoint(path)
  child.kill('SIGSTOP')
  while (!/\) T /.test(readFileSync(`/proc/${child.pid}/stat`, 'latin1'))) await sleep(systemClock, 1)
  const acknowledged = lastAcknowledged(path)
  if (!acknowledged) throw new Error('nothing was acknowledged')
  const [main, wal] = [readFileSync(path), readFileSync(`${path}-wal`)]
  return { main, wal, index: readWalIndex(path), acknowledged }
}

async function untilCheckpoint(path: string): Promise<void> {
  const untilMs = systemClock.monotonicMs() + CHECKPOINT_WAIT_MS
  while (systemClock.monotonicMs() < untilMs) {
    const { attempted, backfilled } = readWalIndex(path)
    if (attempted > backfilled) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function acknowledgedFrom(path: string, number: number, msMax: number): Promise<void> {
  const untilMs = systemClock.monotonicMs() + msMax
  while ((lastAcknowledged(path)?.number ?? 0) < number) {
    if (systemClock.monotonicMs() > untilMs) throw new Error(`no commit ${number} within ${msMax} ms`)
    await sleep(systemClock, 5)
  }
}

/** The last whole line. */
function lastAcknowledged(path: string): Stopped['acknowledged'] | undefined {
  const file = `${path}-acknowledged`
  const line = existsSync(file) ? readFileSync(file, 'utf8').split('\n').at(-2) : undefined
  if (!line) return undefined
  const [number, saltHex = '', sureBytes] = line.split(' ')
  return { number: Number(number), saltHex, sureBytes: Number(sureBytes) }
}

/** Never the `-shm`: it does not outlive a power cut. */
function openCopy(path: string, { main, wal }: { main: Buffer; wal: Buffer }, acknowledged: number) {
  writeFileSync(path, main)
  writeFileSync(`${path}-wal`, wal)
  rmSync(`${path}-shm`, { force: true })
  try {
    const database = openDatabase(path, 0)
    try {
      return wrongWith(database, acknowledged)
    } finally {
      database.close()
    }
  } catch (cause) {
    return `does not open: ${cause}`
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
