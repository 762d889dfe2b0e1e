import { expect, test } from 'vitest'
import { hasRelay, itemOf, relayKeys } from '../../src/components/relay/relay-items.ts'
import { stationOf } from '../../src/components/relay/station.ts'
import { dayWith, RELAY } from '../programmes/relay-day.ts'

const RECORDING = { itemId: 'tin', bulletinId: 'b', title: 'Tin', repeats: 1, gapMs: 0 }

test('a sound of a programme names its item; an emergency and live voice name none', () => {
  expect(itemOf('sang@2026-02-17T05:30/dai/1')).toEqual({ programmeId: 'sang', itemKey: 'sang/dai' })
  expect(itemOf('lu-quet#1#2')).toBeNull()
  expect(itemOf('ts-1/2')).toBeNull()
})

test('relays are found in what is being worked on and in what plays', () => {
  const { definition } = dayWith([RECORDING, RELAY])
  const { targets, definition: older } = dayWith([{ ...RELAY, itemId: 'dai-cu' }])
  const relays = relayKeys([
    { definition, playing: { definition: older, targets } },
    { definition: dayWith([RECORDING]).definition, playing: null },
  ])
  expect([...relays]).toEqual(['sang/dai', 'sang/dai-cu'])
  expect(hasRelay(definition)).toBe(true)
  expect(hasRelay({ playlist: [RECORDING] })).toBe(false)
})

test.each([
  ['https://dai.vn/', 'dai.vn'],
  ['http://dai.vn:8000/live?key=1', 'dai.vn:8000/live'],
  ['http://', 'http://'],
])('%s is shown as %s', (url, shown) => {
  expect(stationOf(url)).toBe(shown)
})
