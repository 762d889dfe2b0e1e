import type { AreaAnswer, ClusterAnswer, LiveListener } from '@tieng-lang/protocol'
import { describe, expect, test } from 'vitest'
import { clustersIn } from '../../src/views/live/model/clusters-in.ts'
import { isTroubled, qualityOf, sortListeners } from '../../src/views/live/model/listener-quality.ts'
import { keepHabits, liveHabits, NOWHERE, newForm, orderOf } from '../../src/views/live/model/live-form.ts'
import { sayClock } from '../../src/views/live/model/say-clock.ts'
import { troubleBefore, troubleOf } from '../../src/views/live/sound/capture/microphone-trouble.ts'

function madeStorage() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  }
}

describe('what is sent for a form', () => {
  const form = { ...newForm({ ...NOWHERE, areas: ['xa-1'] }, liveHabits(madeStorage(), 'hai')), title: '  ' }
  const facts = { requestId: 'live-1', usualTitle: 'Phát trực tiếp: Anh Hải', takeOver: false }

  test('its usual name, the delay of most lines, nobody silenced', () => {
    expect(orderOf(form, { ...facts, clusterIds: ['cum-1'] })).toEqual({
      requestId: 'live-1',
      title: 'Phát trực tiếp: Anh Hải',
      place: { areas: ['xa-1'], zones: [], clusters: [] },
      delay: 'live',
      silenced: [],
      takeOver: false,
    })
  })

  test('of the clusters that were silenced before only those that are meant, and its emergency', () => {
    const asked = {
      ...form,
      silenced: ['cum-1', 'cum-of-elsewhere'],
      emergencyId: 'kc-1',
      title: 'Họp thôn ',
    }
    expect(orderOf(asked, { ...facts, clusterIds: ['cum-1', 'cum-2'] })).toMatchObject({
      silenced: ['cum-1'],
      emergencyId: 'kc-1',
      title: 'Họp thôn',
    })
  })
})

test('a machine remembers the habits of each account; one that may not keep anything forgets', () => {
  const storage = madeStorage()
  keepHabits(storage, 'hai', { silenced: ['cum-1'], delay: 'robust' })
  keepHabits(storage, 'hai', { isLatched: true })
  expect(liveHabits(storage, 'hai')).toEqual({
    silenced: ['cum-1'],
    delay: 'robust',
    isLatched: true,
    isCleaned: true,
  })
  expect(liveHabits(storage, 'lan')).toEqual({
    silenced: [],
    delay: 'live',
    isLatched: false,
    isCleaned: true,
  })
  const forbidden = {
    getItem: () => {
      throw new Error('forbidden')
    },
    setItem: () => {
      throw new Error('forbidden')
    },
  }
  keepHabits(forbidden, 'hai', { delay: 'lan' })
  expect(liveHabits(forbidden, 'hai').delay).toBe('live')
})

test('a place means the clusters of its areas and all below, of its zones, and those that are named', () => {
  const area = (areaId: string, parentId: string | null): AreaAnswer => ({
    ...{ areaId, parentId, code: null, name: areaId, settings: {}, version: 1 },
  })
  const cluster = (clusterId: string, areaId: string, zones: string[] = []) =>
    // Only these are looked at.
    ({ clusterId, areaId, settings: { zones } }) as unknown as ClusterAnswer
  const known = {
    areas: [area('xa', null), area('thon', 'xa'), area('xa-2', null)],
    clusters: [cluster('a', 'xa'), cluster('b', 'thon'), cluster('c', 'xa-2', ['cho']), cluster('d', 'xa-2')],
  }
  const idsIn = (place: Partial<typeof NOWHERE>) =>
    clustersIn({ ...NOWHERE, ...place }, known).map(({ clusterId }) => clusterId)
  expect(idsIn({ areas: ['xa'] })).toEqual(['a', 'b'])
  expect(idsIn({ zones: ['cho'], clusters: ['b'] })).toEqual(['b', 'c'])
  expect(idsIn({})).toEqual([])
})

describe('how well a cluster hears', () => {
  const listener = (name: string, change: Partial<LiveListener> = {}): LiveListener => ({
    ...{ clusterId: name, name, state: 'sounding', reason: null },
    ...{ lossPercent: 0, roundTripMs: 40, concealedPercent: 0 },
    ...change,
  })

  test.each([
    [null, 'unknown'],
    [0, 'good'],
    [1, 'good'],
    [1.1, 'fair'],
    [5, 'fair'],
    [5.1, 'poor'],
  ])('%s %% concealed is %s', (concealedPercent, quality) => {
    expect(qualityOf({ concealedPercent })).toBe(quality)
  })

  test('whoever has trouble comes first, those who hear it well last', () => {
    const sorted = sortListeners([
      listener('b'),
      listener('poor', { concealedPercent: 9 }),
      listener('a'),
      listener('quiet', { state: 'refused', reason: 'quietHours' }),
      listener('away', { state: 'gone' }),
    ])
    expect(sorted.map(({ name }) => name)).toEqual(['quiet', 'away', 'poor', 'a', 'b'])
    expect(sorted.map(isTroubled)).toEqual([true, true, true, false, false])
  })
})

describe('why there is no microphone', () => {
  const able = { isSecureContext: true, hasMediaDevices: true, hasAudioWorklet: true, hasWebAssembly: true }
  test.each([
    [able, null],
    [{ ...able, isSecureContext: false, hasMediaDevices: false }, 'insecure'],
    [{ ...able, hasMediaDevices: false }, 'notSupported'],
    [{ ...able, hasWebAssembly: false }, 'notSupported'],
  ])('%j: %s', (browser, trouble) => {
    expect(troubleBefore(browser)).toBe(trouble)
  })

  test.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['NotLoadedError', 'notLoaded'],
    ['TypeError', 'notSupported'],
  ])('a browser that says %s: %s', (name, trouble) => {
    expect(troubleOf(new DOMException('', name))).toBe(trouble)
  })
})

test('a clock says minutes and seconds', () => {
  expect([0, 999, 61_000, 600_000, -5].map(sayClock)).toEqual(['0:00', '0:00', '1:01', '10:00', '0:00'])
})
