import { expect, test } from 'vitest'
import { insist } from '../../src/api/insist/insist.ts'
import { offlineProblem, ProblemError } from '../../src/api/problem-error.ts'

const refused = (code: string, status = 422) => new ProblemError({ status, code })

/** Gives or throws these, one after another, and counts how often it was asked. */
function answers(...each: unknown[]) {
  let asked = 0
  const send = async () => {
    const answer = each[asked]
    asked += 1
    if (answer instanceof Error) throw answer
    return answer
  }
  return { send, asked: () => asked }
}

test('what no server has answered is sent again until one does', async () => {
  const { send, asked } = answers(offlineProblem(), refused('unreadable', 502), 'raised')
  let lost = 0
  const { signal } = new AbortController()
  const answer = await insist({ send, signal, pauseMs: 1, onLost: () => (lost += 1) })
  expect([answer, asked(), lost]).toEqual(['raised', 3, 2])
})

test.each([
  ['wrongPin', 422],
  ['kitNotReady', 503],
])('a refusal is an answer and is not argued with: %s', async (code, status) => {
  const { send, asked } = answers(refused(code, status))
  const { signal } = new AbortController()
  await expect(insist({ send, signal, pauseMs: 1, onLost: () => {} })).rejects.toMatchObject({
    code,
  })
  expect(asked()).toBe(1)
})

test('it ends when it is given up', async () => {
  const { send, asked } = answers(offlineProblem(), 'too late')
  const controller = new AbortController()
  const sending = insist({
    send,
    signal: controller.signal,
    pauseMs: 60_000,
    onLost: () => controller.abort(),
  })
  await expect(sending).rejects.toMatchObject({ code: 'offline' })
  expect(asked()).toBe(1)
})
