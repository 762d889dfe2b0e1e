import { LIVE_AUDIO_HEADER_BYTES } from '@tieng-lang/protocol'
import { describe, expect, test } from 'vitest'
import { parseAudioMessage } from '../../../server/src/broadcasting/live/source/audio-message.ts'
import { audioMessage } from '../../src/views/live/sound/uplink/audio-message.ts'
import { type AudioWire, Uplink } from '../../src/views/live/sound/uplink/uplink.ts'
import { FRAME_SAMPLES, packet } from './voice.ts'

const DELAY_MS = 400

/** A line that keeps what it is given, and may be slow. */
class TestWire implements AudioWire {
  readonly sent: number[] = []
  bufferedAmount = 0
  send(message: Uint8Array): void {
    this.sent.push(message[LIVE_AUDIO_HEADER_BYTES] ?? -1)
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

describe('a message', () => {
  test('is read by the server as it was written, beyond 32 bits as well', () => {
    const opus = Uint8Array.of(0x78, 1, 2, 3)
    const message = audioMessage({ ...packet(0), opus, levelDb: -23.4, captureSample: 2 ** 40 + 960 })
    expect(parseAudioMessage(message)).toEqual({
      captureSample: 2 ** 40 + 960,
      levelDb: -23,
      hasVoice: true,
      opus,
    })
  })

  test('says silence as 127, and no voice', () => {
    const message = audioMessage({ ...packet(0), levelDb: -150, isVoice: false, captureSample: 0 })
    expect([...message.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 127, 0])
  })
})

describe('the way up', () => {
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
