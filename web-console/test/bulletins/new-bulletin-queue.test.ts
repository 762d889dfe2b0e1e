import type { IntakeAnswer } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { abortedProblem, ProblemError } from '../../src/api/problem-error.ts'
import { isLostOnLeaving, type ReadyBulletin } from '../../src/views/bulletins/adding/queue/new-bulletin.ts'
import {
  NewBulletinQueue,
  type SendingOptions,
} from '../../src/views/bulletins/adding/queue/new-bulletin-queue.ts'

interface Sent extends SendingOptions {
  bulletin: ReadyBulletin
  answer: (intake: IntakeAnswer) => Promise<void>
  refuse: (cause: unknown) => Promise<void>
}

function intakeOf(intakeId: string, change: Partial<IntakeAnswer> = {}): IntakeAnswer {
  const start = { title: 'x', state: 'waiting', progressPart: 0, bulletinId: null, refusal: null } as const
  return { intakeId, ...start, startedAt: 0, ...change }
}

/** Lets everything that waits for a settled promise run. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A queue whose network is this test. */
function queueOnTheDesk() {
  const sent: Sent[] = []
  const cancelled: string[] = []
  let count = 0
  const queue = new NewBulletinQueue({
    newId: () => `new-${++count}`,
    send: (bulletin, options) =>
      new Promise((resolve, reject) => {
        options.signal.addEventListener('abort', () => reject(abortedProblem()))
        const answer = async (intake: IntakeAnswer) => {
          resolve(intake)
          await settle()
        }
        const refuse = async (cause: unknown) => {
          reject(cause)
          await settle()
        }
        sent.push({ bulletin, ...options, answer, refuse })
      }),
    cancelIntake: async (intakeId) => {
      cancelled.push(intakeId)
      return intakeOf(intakeId, { state: 'cancelled' })
    },
  })
  queue.belongTo('an')
  queue.setShared({ areaId: 'xa-a' })
  const steps = () => queue.state.items.map(({ step }) => step)
  return { queue, sent, cancelled, steps }
}

const files = (...names: string[]) => names.map((name) => new File(['sound'], name))

test('nothing is sent before it was looked at; then two at a time, in their order', async () => {
  const { queue, sent, steps } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3', 'b.mp3', 'c.mp3'))
  expect([steps(), sent.length]).toEqual([['chosen', 'chosen', 'chosen'], 0])
  queue.start()
  expect(steps()).toEqual(['sending', 'sending', 'waiting'])
  await sent[0]?.answer(intakeOf('i-1'))
  expect(steps()).toEqual(['intake', 'sending', 'sending'])
  expect(sent.map(({ bulletin }) => bulletin.title)).toEqual(['A', 'B', 'C'])
})

test('labels chosen for all go with each file, but for those that have their own', () => {
  const { queue, sent } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3', 'b.mp3'))
  queue.change('new-2', { title: 'Nhạc hiệu', own: { kind: 'music', areaId: 'xa-b' } })
  queue.setShared({ category: 'health' })
  queue.start()
  expect(sent.map(({ bulletin: { source: _, ...labels } }) => labels)).toEqual([
    { title: 'A', areaId: 'xa-a', category: 'health', language: 'vi', kind: 'speech' },
    { title: 'Nhạc hiệu', areaId: 'xa-b', category: 'health', language: 'vi', kind: 'music' },
  ])
})

test('what has no title or no area stays where it can be mended', () => {
  const { queue, steps } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3', 'b.mp3'))
  queue.change('new-1', { title: '  ' })
  queue.start()
  expect(steps()).toEqual(['chosen', 'sending'])
})

test('the intake is followed to its end; a refusal keeps its code', async () => {
  const { queue, sent, steps } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3', 'b.mp3'))
  queue.start()
  await sent[0]?.answer(intakeOf('i-1'))
  await sent[1]?.answer(intakeOf('i-2'))
  queue.takeIntake(intakeOf('i-1', { state: 'encoding', progressPart: 0.5 }))
  queue.takeIntake(intakeOf('of-another'))
  expect(queue.state.items[0]?.intake?.progressPart).toBe(0.5)
  queue.takeIntake(intakeOf('i-1', { state: 'done', bulletinId: 'bt-1' }))
  const refusal = { code: 'silent', detail: 'there is no sound in it' }
  queue.takeIntake(intakeOf('i-2', { state: 'refused', refusal }))
  expect(steps()).toEqual(['done', 'failed'])
  expect(queue.state.items[1]?.cause).toMatchObject({ code: 'silent' })
})

test('cancelled while it waits, while it is sent, and at the server', async () => {
  const { queue, sent, cancelled, steps } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3', 'b.mp3', 'c.mp3'))
  queue.start()
  await sent[0]?.answer(intakeOf('i-1'))
  for (const newId of ['new-1', 'new-2', 'new-3']) queue.cancel(newId)
  await settle()
  expect(steps()).toEqual(['cancelled', 'cancelled', 'cancelled'])
  expect(cancelled).toEqual(['i-1'])
})

test('what has failed can be tried again', async () => {
  const { queue, sent, steps } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3'))
  queue.start()
  await sent[0]?.refuse(new ProblemError({ status: 0, code: 'offline' }))
  expect(steps()).toEqual(['failed'])
  queue.retry('new-1')
  expect([steps(), sent.length]).toEqual([['sending'], 2])
})

test('a server that has had enough is given the next one when an intake has ended', async () => {
  const { queue, sent, steps } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3', 'b.mp3'))
  queue.start()
  await sent[0]?.answer(intakeOf('i-1'))
  await sent[1]?.refuse(new ProblemError({ status: 503, code: 'tooBusy' }))
  expect([steps(), sent.length]).toEqual([['intake', 'waiting'], 2])
  queue.takeIntake(intakeOf('i-1', { state: 'done', bulletinId: 'bt-1' }))
  expect([steps(), sent.length]).toEqual([['done', 'sending'], 3])
})

test('an intake that a restarted server has forgotten is told as lost, but not at the first look', async () => {
  const { queue, sent, steps } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3'))
  queue.start()
  await sent[0]?.answer(intakeOf('i-1'))
  queue.takeIntakes([])
  expect(steps()).toEqual(['intake'])
  queue.takeIntakes([])
  expect(queue.state.items[0]).toMatchObject({ step: 'failed', cause: { code: 'intakeNotFound' } })
})

test('only what the server does not have yet is lost when the tab is closed', async () => {
  const { queue, sent } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3'))
  expect(queue.state.items.some(isLostOnLeaving)).toBe(true)
  queue.start()
  expect(queue.state.items.some(isLostOnLeaving)).toBe(true)
  await sent[0]?.answer(intakeOf('i-1'))
  expect(queue.state.items.some(isLostOnLeaving)).toBe(false)
})

test('the same person finds the list again after signing in anew; another person finds none', () => {
  const { queue, sent } = queueOnTheDesk()
  queue.chooseFiles(files('a.mp3'))
  queue.start()
  queue.belongTo('an')
  expect(queue.state.items).toHaveLength(1)
  queue.belongTo('binh')
  expect([queue.state.items, sent[0]?.signal.aborted]).toEqual([[], true])
})
