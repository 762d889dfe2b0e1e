import { beforeEach, describe, expect, test } from 'vitest'
import { AudioLine, type LineState, type Socket } from '../../src/views/live/sound/uplink/audio-line.ts'

/** A socket that does what a test says. */
class TestSocket implements Socket {
  bufferedAmount = 0
  onopen: (() => void) | null = null
  onclose: ((code: number) => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  isClosed = false
  send(): void {}
  close(): void {
    this.isClosed = true
    this.onclose?.(1_006)
  }
}

let sockets: TestSocket[]
let states: LineState[]
let waits: number[]
let waiting: (() => void)[]
let texts: string[]
let line: AudioLine

const last = () => sockets.at(-1) as TestSocket
/** What waits is done, once. */
function pass(): void {
  const due = waiting
  waiting = []
  for (const act of due) act()
}

beforeEach(() => {
  sockets = []
  states = []
  waits = []
  waiting = []
  texts = []
  line = new AudioLine({
    open: () => {
      sockets.push(new TestSocket())
      return last()
    },
    after: (ms, act) => {
      waits.push(ms)
      waiting.push(act)
      return () => {
        waiting = waiting.filter((each) => each !== act)
      }
    },
    onState: (state) => states.push(state),
    onText: (text) => texts.push(text),
  })
  line.open()
})

test('it opens, and hands on what the server says', () => {
  last().onopen?.()
  last().onmessage?.({ data: '{"kind":"sent"}' })
  expect(states).toEqual(['connecting', 'open'])
  expect(texts).toEqual(['{"kind":"sent"}'])
})

describe('a line that is lost', () => {
  test('is told at once, and opened again soon and often', () => {
    last().onopen?.()
    last().onclose?.(1_006)
    expect(states.at(-1)).toBe('lost')
    waits = []
    for (let count = 0; count < 3; count += 1) {
      pass()
      last().onclose?.(1_006)
    }
    expect(waits.filter((ms) => ms < 4_000)).toEqual([250, 500, 1_000])
    pass()
    last().onopen?.()
    expect(states).toEqual(['connecting', 'open', 'lost', 'open'])
  })

  test('that nobody has closed is given up for a new one, and its late end means nothing', () => {
    last().onopen?.()
    const dead = last()
    line.renew()
    expect([dead.isClosed, states.at(-1)]).toEqual([true, 'lost'])
    pass()
    last().onopen?.()
    dead.onclose?.(1_006)
    expect([sockets.length, states.at(-1)]).toEqual([2, 'open'])
  })

  test('a try that says nothing is given up for the next', () => {
    pass()
    pass()
    expect(sockets.length).toBe(2)
  })
})

describe.each([
  [1_000, 'closed'],
  [4_401, 'refused'],
  [4_409, 'replaced'],
])('an end that the server says by %i', (code, state) => {
  test(`is ${state}, and nothing comes back`, () => {
    last().onopen?.()
    last().onclose?.(code)
    pass()
    expect([states.at(-1), sockets.length]).toEqual([state, 1])
  })
})

test('once it is closed nothing more is opened', () => {
  last().onopen?.()
  line.close()
  pass()
  expect([states.at(-1), sockets.length, last().isClosed]).toEqual(['closed', 1, true])
})
