import { describe, expect, test } from 'vitest'
import { forgetOrder, keepOrder, keptOrder } from '../../src/views/emergency/raise/model/kept-order.ts'
import { NOWHERE, newForm, orderOf } from '../../src/views/emergency/raise/model/raise-form.ts'

const FACTS = { requestId: 'r-1', nowAt: 1_000, usualReason: 'Bão đang tới gần' }
const HOUR_MS = 3_600_000

function stormForm() {
  const form = newForm({ ...NOWHERE, areas: ['xa-1'] }, 'Bà Bình, Chủ tịch xã')
  return { ...form, warning: { ...form.warning, event: 'storm' as const } }
}

describe('the order that is sent', () => {
  test('is good without a thought: now, twice 5 min apart, then every 30 min, for 3 hours', () => {
    expect(orderOf(stormForm(), FACTS)).toEqual({
      requestId: 'r-1',
      status: 'Actual',
      event: 'storm',
      severity: 'Severe',
      text: '',
      language: 'vi',
      repeatPlan: { soonTimes: 2, soonEveryS: 300, thenEveryS: 1_800 },
      expiresAt: 1_000 + 3 * HOUR_MS,
      place: { areas: ['xa-1'], zones: [], clusters: [], polygons: [] },
      commander: 'Bà Bình, Chủ tịch xã',
      reason: 'Bão đang tới gần',
    })
  })

  test('says what was filled in instead', () => {
    const form = { ...stormForm(), reason: ' Đê nứt ', status: 'Exercise' as const }
    const warning = { ...form.warning, severity: 'Extreme' as const, thenEveryMin: null, text: ' Chạy ngay ' }
    expect(orderOf({ ...form, warning }, FACTS)).toMatchObject({
      status: 'Exercise',
      reason: 'Đê nứt',
      severity: 'Extreme',
      text: 'Chạy ngay',
      repeatPlan: { thenEveryS: null },
    })
  })

  test('is none without an event, a place and a commander', () => {
    const whole = stormForm()
    expect(orderOf({ ...whole, place: NOWHERE }, FACTS)).toBeNull()
    expect(orderOf({ ...whole, commander: '  ' }, FACTS)).toBeNull()
    expect(orderOf({ ...whole, warning: { ...whole.warning, event: null } }, FACTS)).toBeNull()
  })
})

describe('an order of which nobody knows whether it arrived', () => {
  function storage() {
    const kept = new Map<string, string>()
    return {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
      all: () => [...kept.values()].join(),
    }
  }
  const order = () => {
    const made = orderOf(stormForm(), FACTS)
    if (!made) throw new Error('there is one')
    return made
  }

  test('is sent again under the same request id, for ten minutes', () => {
    const place = storage()
    keepOrder(place, order(), 5_000)
    expect(keptOrder(place, 5_000 + 600_000)).toEqual(order())
    expect(keptOrder(place, 5_001 + 600_000)).toBeNull()
    forgetOrder(place)
    expect(keptOrder(place, 5_000)).toBeNull()
  })

  test('is kept without what was typed to prove it', () => {
    const place = storage()
    keepOrder(place, { ...order(), typedAreaName: 'Tỉnh Bắc Ninh' }, 5_000)
    expect(place.all()).not.toMatch(/Bắc Ninh|pin/)
  })

  test('a browser that forbids storage, or has rubbish in it, keeps nothing and goes on', () => {
    const forbidden = () => {
      throw new Error('forbidden')
    }
    const closed = { getItem: forbidden, setItem: forbidden, removeItem: forbidden }
    keepOrder(closed, order(), 1)
    forgetOrder(closed)
    expect(keptOrder(closed, 1)).toBeNull()
    expect(keptOrder({ ...storage(), getItem: () => '{"order":' }, 1)).toBeNull()
  })
})
