import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OggOpus, readOggOpus } from '../../../src/audio/ogg/ogg-reader.ts'
import { DecoderPool } from '../../../src/audio/sounds/opus-decoder.ts'
import { type RelayContent, relaySound } from '../../../src/audio/sounds/relay-sound.ts'
import { largestBend } from '../clicks.ts'
import { encodeWithFfmpeg } from '../ffmpeg.ts'
import { headerPages, join, lacing, opusHead, writeOggPage } from '../ogg/ogg-writer.ts'
import { sine } from '../signals.ts'

const OPENED_AT = 1_790_000_000_000
const BULLETIN_MS = 400
const decoders = new DecoderPool(4)
let bulletin: OggOpus

beforeAll(async () => {
  await decoders.start()
  bulletin = readOggOpus(encodeWithFfmpeg(sine(BULLETIN_MS * 48, 440, 0.3), 64))
})
afterAll(() => decoders.stop())

/** A station of 300 Hz by the time, which is there or not; what it is asked and told is written down. */
class Scene implements RelayContent {
  readonly lengthMs = 10_000
  isThere = true
  isEnded = false
  hasBulletin = true
  leftCount = 0
  silentSamples = 0
  /** Once it drains, so many samples are still to be heard. */
  tailSamples = Number.POSITIVE_INFINITY

  openStation() {
    if (!this.isThere) return undefined
    return {
      isGone: () => !this.isThere,
      drain: () => {
        this.tailSamples = Math.min(this.tailSamples, 500)
      },
      leave: () => {
        this.leftCount += 1
      },
      readSamples: (heardAt: number, out: Float32Array) => {
        const first = Math.round((heardAt - OPENED_AT) * 48)
        const count = Math.min(out.length, this.tailSamples)
        for (let n = 0; n < count; n++) out[n] = 0.3 * Math.sin((2 * Math.PI * 300 * (first + n)) / 48_000)
        this.tailSamples -= count
        return count
      },
    }
  }

  fallback() {
    return this.hasBulletin ? bulletin : undefined
  }

  isOver() {
    return this.isEnded
  }

  onSilence(sampleCount: number) {
    this.silentSamples += sampleCount
  }
}

/** Reads frame by frame, with what happens before some of them. */
function read(scene: Scene, frameCount: number, before: Record<number, () => void> = {}): Float32Array {
  const reader = relaySound(scene, decoders).open(0, OPENED_AT)
  const pcm = new Float32Array(frameCount * 960)
  let length = 0
  for (let index = 0; index < frameCount; index++) {
    before[index]?.()
    const given = reader.read(pcm.subarray(index * 960, (index + 1) * 960))
    length += given
    if (given < 960) break
  }
  reader.close()
  return pcm.subarray(0, length)
}

test('it goes over from station to bulletin and back without a click, and is where the station is', () => {
  const scene = new Scene()
  const pcm = read(scene, 60, { 20: () => (scene.isThere = false), 30: () => (scene.isThere = true) })
  expect(largestBend(pcm.subarray(960)).bend).toBeLessThan(0.003)
  const alone = read(new Scene(), 60)
  for (const [from, until] of [
    [0, 19],
    [32, 60],
  ] as const)
    for (let n = from * 960; n < until * 960; n++)
      if (pcm[n] !== alone[n]) throw new Error(`sample ${n} differs`)
  expect([scene.leftCount, scene.silentSamples]).toEqual([2, 0])
})

test('each time that the station is gone the bulletin is said from its beginning, once; the rest is silence that counts', () => {
  const scene = new Scene()
  scene.isThere = false
  const pcm = read(scene, 100, { 40: () => (scene.isThere = true), 50: () => (scene.isThere = false) })
  const loud = (frame: number) => Math.max(...pcm.subarray(frame * 960, (frame + 1) * 960)) > 0.1
  const heard = Array.from({ length: 100 }, (_, frame) => (loud(frame) ? '#' : '.')).join('')
  expect(heard).toMatch(/^#{20,21}\.{19,20}#{10}#{20,21}\.{29,30}$/)
  expect(scene.silentSamples / 48).toBeCloseTo(100 * 20 - 200 - 2 * BULLETIN_MS, -1)
})

test('a bulletin that comes to the cluster later is said then, and one that cannot be read never', () => {
  const scene = new Scene()
  scene.isThere = false
  scene.hasBulletin = false
  const pcm = read(scene, 20, { 10: () => (scene.hasBulletin = true) })
  expect(Math.max(...pcm.subarray(0, 9_600))).toBe(0)
  expect(Math.max(...pcm.subarray(9_600))).toBeGreaterThan(0.1)
  const broken = new Scene()
  broken.isThere = false
  broken.fallback = () => undecodable(75)
  expect(read(broken, 200)).toHaveLength(200 * 960)
  expect(broken.silentSamples / 48).toBeGreaterThan(2_900)
})

test('it ends with the last of the station, and out of the bulletin softly', () => {
  const scene = new Scene()
  expect(read(scene, 60, { 10: () => (scene.isEnded = true) })).toHaveLength(9_600 + 500)
  const other = new Scene()
  other.isThere = false
  const pcm = read(other, 60, { 10: () => (other.isEnded = true) })
  expect(pcm).toHaveLength(9_600 + 720)
  expect(Math.abs(pcm.at(-1) ?? 1)).toBeLessThan(0.001)
  expect(largestBend(pcm.subarray(960)).bend).toBeLessThan(0.003)
})

/** A file of packets that are no Opus (their lengths of frames contradict the packet's own). */
function undecodable(packetCount: number): OggOpus {
  const packet = Uint8Array.from([0xfb, 0x82, 0xfe, 0xff, 1])
  const body = join(...Array<Uint8Array>(packetCount).fill(packet))
  const granulePosition = BigInt(packetCount * 1920)
  const lacingValues = lacing(...Array<number>(packetCount).fill(packet.length))
  const page = writeOggPage({ headerType: 4, sequenceNumber: 2, granulePosition, lacingValues, body })
  return readOggOpus(join(...headerPages(opusHead()), page))
}
