import { RELAY_MS_MAX, type RelayItemDraft, type RelaySource } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { stationOf } from '../../src/components/relay/station.ts'
import {
  MINUTES_MAX,
  readAddress,
  readFrequency,
  readSource,
  relayFormOf,
  relayItemOf,
} from '../../src/views/programmes/editor/relay/relay-form.ts'
import { usedStations } from '../../src/views/programmes/editor/relay/used-stations.ts'
import { bodyOfForm, missingParts } from '../../src/views/programmes/model/definition-of-form.ts'
import { formOfDefinition } from '../../src/views/programmes/model/form-of-definition.ts'
import { withLength } from '../../src/views/programmes/model/resize-slot.ts'
import { dayWith, RELAY, relayOf } from './relay-day.ts'

const MINUTE_MS = 60_000
const place = { nowAt: Date.UTC(2026, 1, 17), timeZone: 'Asia/Ho_Chi_Minh' }

test.each([
  [' https://dai.vn/live.m3u8 ', 'https://dai.vn/live.m3u8'],
  ['dai.vn:8000/live', 'http://dai.vn:8000/live'],
  ['HTTP://DAI.vn', 'http://dai.vn/'],
])('an address written "%s" is %s', (text, url) => {
  expect(readAddress(text)).toEqual({ url })
})

test.each([
  ['  ', 'empty'],
  ['rtmp://dai.vn/live', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['https://lan:mat-khau@dai.vn/', 'password'],
  ['https://', 'noAddress'],
  ['đài tiếng nói', 'noAddress'],
  [`https://dai.vn/${'a'.repeat(2_000)}`, 'noAddress'],
])('an address written "%s" is none: %s', (text, bad) => {
  expect(readAddress(text)).toEqual({ bad })
})

test('the fields of a relay give back what was kept', () => {
  const { gapMs, ...rest } = RELAY
  const item = { ...rest, gapSeconds: gapMs / 1_000 }
  const tuner: RelaySource = { kind: 'tuner', frequencyKhz: 99_900 }
  for (const source of [RELAY.relay.source, tuner]) {
    const kept = { ...item, relay: { ...item.relay, source } }
    const form = relayFormOf(kept)
    expect(readSource(form)).toEqual(source)
    const { itemId, gapSeconds } = item
    expect(relayItemOf(form, { source, name: 'Đài', itemId, gapSeconds })).toEqual(kept)
  }
})

test.each([
  [87.5, 87_500],
  [99.9, 99_900],
  [101.55, 101_550],
  [108, 108_000],
])('%d MHz is a frequency of the band', (megahertz, frequencyKhz) => {
  expect(readFrequency(megahertz)).toEqual({ frequencyKhz })
})

test.each([
  ['', 'noFrequency'],
  ['-', 'noFrequency'],
  [87.4, 'outOfBand'],
  [108.1, 'outOfBand'],
  [91_000, 'outOfBand'],
])('a frequency written "%s" is none: %s', (megahertz, bad) => {
  expect(readFrequency(megahertz)).toEqual({ bad })
  expect(readSource({ kind: 'tuner', address: 'https://dai.vn/', megahertz })).toBeNull()
})

test('a relay without a name is called as its station, and not by what follows the question mark', () => {
  const form = { ...relayFormOf(null), minutes: MINUTES_MAX }
  const url = 'https://dai.vn/live?key=1'
  const source: RelaySource = { kind: 'stream', url }
  const item = relayItemOf(form, { source, name: stationOf(url), itemId: 'a', gapSeconds: 0 })
  expect(item).toMatchObject({ title: 'dai.vn/live', relay: { durationMsMax: RELAY_MS_MAX } })
})

test('a programme of a relay goes through the form as it came', () => {
  const body = dayWith([RELAY])
  const form = formOfDefinition(body, place)
  expect(missingParts(form)).toEqual([])
  expect(bodyOfForm(form, place)).toEqual(body)
})

test('a relay that is pulled longer in the calendar is heard longer, not twice', () => {
  const { definition } = dayWith([RELAY])
  const lengthMsBefore = 30 * MINUTE_MS
  const longer = withLength(definition, { lengthMs: 45 * MINUTE_MS, lengthMsBefore })
  expect(longer?.playlist).toEqual([{ ...RELAY, relay: { ...RELAY.relay, durationMsMax: 45 * MINUTE_MS } }])
  const most = withLength(definition, { lengthMs: 9 * 60 * MINUTE_MS, lengthMsBefore })
  expect(most?.playlist[0]).toMatchObject({ relay: { durationMsMax: RELAY_MS_MAX } })
  expect(withLength(definition, { lengthMs: lengthMsBefore, lengthMsBefore })).toBeNull()
})

test('stations that were relayed before are offered once each, as the latest programme calls them', () => {
  const tuner: RelayItemDraft = {
    ...RELAY,
    relay: { ...RELAY.relay, source: { kind: 'tuner', frequencyKhz: 99_900 } },
  }
  const stations = usedStations([
    { ...dayWith([relayOf('https://a.vn/', 'Cũ'), tuner]), changedAt: 1 },
    { ...dayWith([relayOf('https://a.vn/', 'Mới'), relayOf('https://b.vn/', 'Đài B')]), changedAt: 2 },
  ])
  expect(stations).toEqual([
    { url: 'https://a.vn/', title: 'Mới' },
    { url: 'https://b.vn/', title: 'Đài B' },
  ])
})
