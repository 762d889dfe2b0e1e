import { expect, test } from 'vitest'
import { IntakeQueue } from '../../src/media/intake-queue.ts'

/** Work that ends when it is told to. */
function held() {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { end, work: () => ended }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('one runs at a time, and people take turns whoever brought how much', async () => {
  const queue = new IntakeQueue()
  const order: string[] = []
  const add = (person: string, name: string) =>
    queue.take(person).run(async () => {
      order.push(name)
    })
  const first = held()
  const running = queue.take('an').run(first.work)
  const all = [add('an', 'an 2'), add('an', 'an 3'), add('an', 'an 4'), add('binh', 'binh 1')]
  await settled()
  expect(order).toEqual([])
  first.end()
  await Promise.all([running, ...all])
  expect(order).toEqual(['an 2', 'binh 1', 'an 3', 'an 4'])
})

test('what waits can be cancelled, and what fails does not hold up the others', async () => {
  const queue = new IntakeQueue()
  const first = held()
  const running = queue.take('an').run(first.work)
  const cancel = new AbortController()
  let hasRun = false
  const cancelled = queue.take('binh').run(async () => {
    hasRun = true
  }, cancel.signal)
  const failing = queue.take('chi').run(async () => {
    throw new Error('broken')
  })
  const after = queue.take('an').run(async () => 'done')
  cancel.abort()
  await expect(cancelled).rejects.toMatchObject({ code: 'aborted' })
  first.end()
  await running
  await expect(failing).rejects.toThrow('broken')
  expect(await after).toBe('done')
  expect(hasRun).toBe(false)
})

test('one person cannot fill it, and all together cannot overfill it', () => {
  const queue = new IntakeQueue({ placesMax: 3, placesPerPersonMax: 2 })
  const first = queue.take('an')
  queue.take('an')
  expect(() => queue.take('an')).toThrow(expect.objectContaining({ code: 'tooBusy' }))
  queue.take('binh')
  expect(() => queue.take('chi')).toThrow(expect.objectContaining({ code: 'tooBusy' }))
  first.leave()
  first.leave()
  queue.take('chi')
  expect(() => queue.take('binh')).toThrow(expect.objectContaining({ code: 'tooBusy' }))
})
