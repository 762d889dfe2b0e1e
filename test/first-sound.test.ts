import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeAudio, listen, readRecording } from '@tieng-lang/hardware-sim'
import type { Bulletin, Page, PlayoutLineAnswer } from '@tieng-lang/protocol'
import { AdminClient, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './support/village.ts'

const START = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url))
const MARK = `first-sound-${process.pid}`
const SOUND_WITHIN_MS = 60_000

let dataDir: string
let demo: ChildProcess
let said = ''
let firstSounds: PlayoutLineAnswer[]
let reference: Float32Array

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tieng-lang-demo-'))
  demo = startDemo()
  await eventually('the demo says that it is running', () => said.includes('is running'), 150_000)
})

afterAll(async () => {
  demo.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

test('within a minute of readiness all six clusters have a proven first sound', async () => {
  const administration = new AdminClient(join(dataDir, 'server/admin.sock'))
  firstSounds = await eventually(
    'a record of the first sound of each of six clusters',
    async () => {
      const { items: records } = await administration.get<Page<PlayoutLineAnswer>>('/api/v1/playouts')
      const found = records.filter(({ occurrenceId }) => occurrenceId.endsWith('/chao-buoi-phat-thanh/1'))
      return found.length === 6 && found
    },
    SOUND_WITHIN_MS + 30_000,
  )
  for (const { outcome, evidence } of firstSounds) {
    expect({ outcome, evidence }).toEqual({ outcome: 'heard', evidence: 'lineCurrent' })
  }
  const { items } = await administration.get<{ items: Bulletin[] }>('/api/v1/bulletins?count=200')
  const greeting = items.find(({ title }) => title.startsWith('Lời chào'))
  const [url] = /http:\/\/[\d.:]+/.exec(said) ?? []
  reference = await decodeAudio(`${url}/media/${greeting?.media.sha256}`)
})

test('the printed address answers with a page', async () => {
  const [url] = /http:\/\/[\d.:]+/.exec(said) ?? []
  const answer = await fetch(`${url}/`)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Tiếng Làng')
})

test('SIGTERM ends everything, and nothing is left running', async () => {
  expect((await processesMarked()).length).toBeGreaterThanOrEqual(8)
  demo.kill('SIGTERM')
  await eventually('the demo has ended', () => demo.exitCode !== null || demo.signalCode !== null, 15_000)
  expect(demo.exitCode).toBe(0)
  expect(await processesMarked()).toEqual([])
})

test('what all six horns gave is the stored file, on time', async () => {
  for (const { clusterId, dueAt } of firstSounds) {
    const { summary } = listen(await readRecording(join(dataDir, 'recordings', clusterId)), reference, dueAt)
    expect(summary.windowCount).toBeGreaterThan(10)
    expect(summary.correlationMin).toBeGreaterThanOrEqual(0.98)
    expect(summary.lagMsMin).toBeGreaterThanOrEqual(-20)
    expect(summary.lagMsMax).toBeLessThanOrEqual(20)
    expect(summary.gaps).toBe(0)
  }
})

test('a second start keeps the data and sounds again; children end when their parent vanishes', async () => {
  const stored = await readdir(join(dataDir, 'server/media'), { recursive: true })
  said = ''
  demo = startDemo()
  await eventually('the demo says that it is running', () => said.includes('is running'), 60_000)
  expect(said).not.toContain('speaking')
  expect(await readdir(join(dataDir, 'server/media'), { recursive: true })).toEqual(
    expect.arrayContaining(stored),
  )
  const administration = new AdminClient(join(dataDir, 'server/admin.sock'))
  const startedAt = systemClock.now()
  await eventually(
    'the first sound of the second start',
    async () => {
      const { items: records } = await administration.get<Page<PlayoutLineAnswer>>('/api/v1/playouts')
      return (
        records.filter(({ dueAt, occurrenceId }) => dueAt > startedAt && occurrenceId.endsWith('thanh/1'))
          .length >= 6
      )
    },
    SOUND_WITHIN_MS + 30_000,
  )
  demo.kill('SIGKILL')
  await eventually('all children have ended', async () => (await processesMarked()).length === 0, 15_000)
})

function startDemo(): ChildProcess {
  const child = spawn(process.execPath, [START, '--headless', '--data', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FIRST_SOUND_TEST_MARK: MARK },
  })
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return child
}

/** Processes that inherited our mark, by their command lines. */
async function processesMarked(): Promise<string[]> {
  const found: string[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
    if (!environment.includes(`FIRST_SOUND_TEST_MARK=${MARK}`)) continue
    found.push((await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).replaceAll('\0', ' '))
  }
  return found
}
