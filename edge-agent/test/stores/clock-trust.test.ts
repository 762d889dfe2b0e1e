import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { weighAnswer } from '../../src/stores/clock-judgement.ts'
import { ClockTrust } from '../../src/stores/clock-trust.ts'
import { START_AT } from '../sealing.ts'
import { MemoryDisk, SeededChance, VirtualClock, type VirtualClockView } from '../virtual.ts'

/** A board that can lose power, with the server's clock as true time. */
class Board {
  readonly trueClock = new VirtualClock(START_AT)
  readonly wall: VirtualClockView = this.trueClock.view()
  readonly #disk = new MemoryDisk({
    clock: this.trueClock,
    chance: new SeededChance('disk'),
    capacityBytes: 1_000_000,
  })
  #trust: ClockTrust | undefined

  async boot(isRtcHealthy = true): Promise<ClockTrust> {
    const trust = new ClockTrust({
      clock: this.wall,
      files: this.#disk.open(),
      isRtcHealthy: () => isRtcHealthy,
    })
    const starting = trust.start()
    await this.trueClock.advance(10)
    await starting
    this.#trust = trust
    return trust
  }

  async powerCut(forMs: number): Promise<void> {
    this.#disk.powerCut()
    void this.#trust?.stop()
    await this.trueClock.advance(forMs)
  }

  /** The server's answer reaches the board `tookMs` after the question. */
  async ask(trust: ClockTrust, tookMs = 100): Promise<string> {
    const nonce = `n-${this.trueClock.monotonicMs()}`
    trust.asked(nonce)
    await this.trueClock.advance(tookMs / 2)
    const serverAt = this.trueClock.now()
    await this.trueClock.advance(tookMs / 2)
    return trust.answered(nonce, serverAt)
  }
}

async function trusted(): Promise<{ board: Board; trust: ClockTrust }> {
  const board = new Board()
  const trust = await board.boot()
  await board.ask(trust)
  return { board, trust }
}

test('a new board trusts nothing until the server agrees', async () => {
  const board = new Board()
  const trust = await board.boot()
  expect([trust.state(), trust.now(), trust.offsetMs()]).toEqual(['neverSynchronised', undefined, null])
  expect(await board.ask(trust)).toBe('agreed')
  expect([trust.state(), trust.now()]).toEqual(['trusted', board.wall.now()])
})

test('1970: a board that lost its RTC says so, until the server agrees again', async () => {
  const { board } = await trusted()
  await board.trueClock.advance(HOUR_MS)
  await board.powerCut(HOUR_MS)
  board.wall.setWall(0)
  const trust = await board.boot()
  expect([trust.state(), trust.now()]).toEqual(['rtcLost', undefined])
  expect(await board.ask(trust)).toBe('disagreed')
  expect(trust.state()).toBe('disagreed')
  board.wall.setWall(board.trueClock.now())
  // Another state, so that the link asks at once and not a minute later.
  expect(trust.state()).toBe('stepped')
  expect(await board.ask(trust)).toBe('agreed')
  expect(trust.state()).toBe('trusted')
})

test('after a power cut a healthy RTC is believed, an unhealthy one and one behind the last instant are not', async () => {
  const { board } = await trusted()
  await board.trueClock.advance(10 * MINUTE_MS)
  await board.powerCut(DAY_MS)
  expect((await board.boot()).state()).toBe('trusted')
  await board.powerCut(SECOND_MS)
  expect((await board.boot(false)).state()).toBe('rtcLost')

  const slow = await trusted()
  await slow.board.trueClock.advance(10 * MINUTE_MS + 5_000)
  await slow.board.powerCut(SECOND_MS)
  slow.board.wall.stepWall(-MINUTE_MS)
  expect((await slow.board.boot()).state()).toBe('rtcLost')
})

test.each([
  ['forward', 10 * MINUTE_MS],
  ['back', -10 * MINUTE_MS],
  ['by little more than a second', 1_001],
])('a step %s is seen at the next use of the clock, and outlives a restart', async (_, byMs) => {
  const { board, trust } = await trusted()
  const states: string[] = []
  trust.onChange((state) => states.push(state))
  await board.trueClock.advance(MINUTE_MS)
  board.wall.stepWall(byMs)
  expect(trust.now()).toBeUndefined()
  expect(states).toEqual(['stepped'])
  await board.trueClock.advance(100)
  await board.powerCut(SECOND_MS)
  expect((await board.boot()).state()).toBe('stepped')
})

test('a step is seen by the tick alone, and a small correction is none', async () => {
  const { board, trust } = await trusted()
  const states: string[] = []
  trust.onChange((state) => states.push(state))
  for (let count = 0; count < 20; count += 1) {
    board.wall.stepWall(400)
    await board.trueClock.advance(2 * SECOND_MS)
  }
  expect(states).toEqual([])
  board.wall.stepWall(10 * MINUTE_MS)
  await board.trueClock.advance(1_000)
  expect(states).toEqual(['stepped'])
})

test('an answer after more than 2 s does not count, however right it is', async () => {
  const board = new Board()
  const trust = await board.boot()
  expect(await board.ask(trust, 2_002)).toBe('late')
  expect([trust.state(), trust.offsetMs()]).toEqual(['neverSynchronised', null])
  expect(await board.ask(trust, 1_998)).toBe('agreed')
  expect(await board.ask(trust, 5_000)).toBe('late')
  expect(trust.state()).toBe('trusted')
})

test('the limits: 2 s agree, more do not; the middle of the round trip is taken', () => {
  const received = { wallAt: START_AT, monotonicMs: 1_000 }
  expect(weighAnswer(1_000, received, START_AT - 2_000)).toEqual({ kind: 'agreed', offsetMs: 2_000 })
  expect(weighAnswer(1_000, received, START_AT - 2_001)).toEqual({ kind: 'disagreed', offsetMs: 2_001 })
  expect(weighAnswer(0, received, START_AT - 500)).toEqual({ kind: 'agreed', offsetMs: 0 })
})

test('a clock the server contradicts is not trusted, and its offset is told', async () => {
  const { board, trust } = await trusted()
  await board.trueClock.advance(HOUR_MS)
  const off = new Board()
  off.wall.stepWall(-3_000)
  const other = await off.boot()
  expect(await off.ask(other)).toBe('disagreed')
  expect([other.state(), other.offsetMs(), other.now()]).toEqual(['disagreed', -3_000, undefined])
  expect(trust.now()).toBe(board.wall.now())
})

test('14 days without the server: trusted to the last moment, then no more', async () => {
  const { board, trust } = await trusted()
  await board.trueClock.advance(14 * DAY_MS - 2 * SECOND_MS)
  expect(trust.state()).toBe('trusted')
  await board.trueClock.advance(2 * SECOND_MS)
  expect([trust.state(), trust.now()]).toEqual(['tooLongAlone', undefined])
  await board.ask(trust)
  expect(trust.state()).toBe('trusted')
}, 120_000)

test('an answer counts once, and only to a question of ours', async () => {
  const { board, trust } = await trusted()
  await board.trueClock.advance(2 * MINUTE_MS)
  trust.asked('ours')
  expect(trust.answered('theirs', board.trueClock.now())).toBe('unknownNonce')
  expect(trust.answered('ours', board.trueClock.now())).toBe('agreed')
  expect(trust.answered('ours', board.trueClock.now())).toBe('unknownNonce')
})

test('what the life before this one asked may be answered late, and changes nothing', async () => {
  const { board } = await trusted()
  await board.trueClock.advance(SECOND_MS)
  await board.powerCut(5 * SECOND_MS)
  const trust = await board.boot(false)
  const state = trust.state()
  expect(trust.answered('asked before', board.trueClock.now())).toBe('late')
  expect([trust.state(), trust.offsetMs()]).toEqual([state, null])
})
