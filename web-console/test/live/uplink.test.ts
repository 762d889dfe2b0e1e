import { type AudioMessage, readAudioMessage } from '@tieng-lang/protocol'
import { describe, expect, test } from 'vitest'
import { type AudioWire, Uplink } from '../../src/views/live/sound/uplink/uplink.ts'
import { FRAME_SAMPLES, packet } from './voice.ts'

const DELAY_MS = 400

/** A line that keeps what it is given, and may be slow. */
class TestWire implements AudioWire {
  readonly messages: (AudioMessage | undefined)[] = []
  bufferedAmount = 0
  send(message: Uint8Array): void {
    this.messages.push(readAudioMessage(message))
  }
  /** The names of the packets that went up. */
  get sent(): number[] {
    return this.messages.map((message) => message?.opus[0] ?? -1)
  }
}

function madeUplink() {
  const unheard: number[] = []
  const uplink = new Uplink({ delayMs: DELAY_MS, onUnheard: ({ opus }) => unheard.push(opus[0] ?? -1) })
  const offer = (from: number, to = from) => {
    for (let name = from; name <= to; name += 1)
      uplink.offer({ ...packet(name), captureSample: name * FRAME_SAMPLES })
  }
  return { uplink, unheard, offer }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('the way up', () => {
  test('each packet goes with its place in time, its level, and whether there is voice in it', () => {
    const { uplink } = madeUplink()
    const wire = new TestWire()
    uplink.open(wire)
    uplink.offer({ ...packet(7), levelDb: -23, isVoice: true, captureSample: 7 * FRAME_SAMPLES })
    uplink.offer({ ...packet(8), levelDb: -60, isVoice: false, captureSample: 8 * FRAME_SAMPLES })
    expect(wire.messages).toEqual([
      expect.objectContaining({ captureSample: 7 * FRAME_SAMPLES, levelDb: -23, hasVoice: true }),
      expect.objectContaining({ captureSample: 8 * FRAME_SAMPLES, levelDb: -60, hasVoice: false }),
    ])
  })

  test('a good line: each packet at once, in order, nothing kept', () => {
    const { uplink, unheard, offer } = madeUplink()
    const wire = new TestWire()
    uplink.open(wire)
    offer(0, 99)
    uplink.confirm(99 * FRAME_SAMPLES, 30)
    uplink.end()
    expect(wire.sent).toEqual(numbers(0, 99))
    expect(unheard).toEqual([])
  })

  test('what was said before the line is there waits as long as it can be heard in its time', () => {
    const { uplink, unheard, offer } = madeUplink()
    offer(0, 9)
    const wire = new TestWire()
    uplink.open(wire)
    expect(wire.sent).toEqual(numbers(0, 9))
    expect(unheard).toEqual([])
  })

  test('a line that is gone for a second: the words of that time are given back, the new ones go at once', () => {
    const { uplink, unheard, offer } = madeUplink()
    uplink.open(new TestWire())
    offer(0, 9)
    uplink.confirm(9 * FRAME_SAMPLES, 30)
    uplink.close()
    offer(10, 59)
    const wire = new TestWire()
    uplink.open(wire)
    offer(60, 61)
    // 400 ms less the way onward are 17 packets.
    expect(unheard).toEqual(numbers(10, 42))
    expect(wire.sent).toEqual(numbers(43, 61))
  })

  test('what was sent and not confirmed when the line went is sent again', () => {
    const { uplink, unheard, offer } = madeUplink()
    uplink.open(new TestWire())
    offer(0, 9)
    uplink.confirm(4 * FRAME_SAMPLES, 30)
    uplink.close()
    const wire = new TestWire()
    uplink.open(wire)
    offer(10)
    expect(wire.sent).toEqual(numbers(5, 10))
    expect(unheard).toEqual([])
  })

  test('a line that is slow is not filled beyond recall', () => {
    const { uplink, unheard, offer } = madeUplink()
    const wire = new TestWire()
    uplink.open(wire)
    wire.bufferedAmount = 10_000
    offer(0, 49)
    expect(wire.sent).toEqual([])
    wire.bufferedAmount = 0
    offer(50)
    expect(wire.sent).toEqual(numbers(34, 50))
    expect(unheard).toEqual(numbers(0, 33))
  })

  test('what the server says came too late was not heard', () => {
    const { uplink, unheard, offer } = madeUplink()
    uplink.open(new TestWire())
    offer(0, 9)
    uplink.confirm(9 * FRAME_SAMPLES, 380)
    expect(unheard).toEqual(numbers(0, 9))
    offer(10, 19)
    uplink.confirm(19 * FRAME_SAMPLES, 100)
    expect(unheard).toEqual(numbers(0, 9))
  })

  test('the end on a line that is gone: what was not confirmed is given back', () => {
    const { uplink, unheard, offer } = madeUplink()
    uplink.open(new TestWire())
    offer(0, 9)
    uplink.confirm(6 * FRAME_SAMPLES, 30)
    uplink.close()
    uplink.end()
    expect(unheard).toEqual([7, 8, 9])
  })

  test('a line on which nothing is confirmed any more is stalled, though nobody has closed it', () => {
    const { uplink, offer } = madeUplink()
    uplink.open(new TestWire())
    offer(0, 50)
    expect(uplink.isStalled).toBe(false)
    uplink.confirm(50 * FRAME_SAMPLES, 30)
    offer(51, 90)
    expect([uplink.isWeak, uplink.isStalled]).toEqual([false, false])
    offer(91, 190)
    expect([uplink.isWeak, uplink.isStalled]).toEqual([true, false])
    offer(191, 210)
    expect(uplink.isStalled).toBe(true)
    uplink.close()
    expect(uplink.isStalled).toBe(false)
  })
})
