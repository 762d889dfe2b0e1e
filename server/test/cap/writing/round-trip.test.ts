import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CAP_CATEGORIES,
  CAP_CERTAINTIES,
  CAP_MSG_TYPES,
  CAP_RESPONSE_TYPES,
  CAP_SCOPES,
  CAP_SEVERITIES,
  CAP_STATUSES,
  CAP_URGENCIES,
  type CapAlert,
  type CapArea,
  type CapInfo,
  type CapResource,
} from '../../../src/cap/cap-alert.ts'
import { alertOfEmergency } from '../../../src/cap/outgoing/alert-of-emergency.ts'
import { cleanText } from '../../../src/cap/writing/clean-text.ts'
import { writeCap } from '../../../src/cap/writing/write-cap.ts'
import type { StoredEmergency } from '../../../src/storage/emergencies/emergencies.ts'
import { read } from '../sample-cap.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 300 }

/** Anything that XML can carry, markup and all. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 }).map(cleanText)
const words = fc.oneof(anyText, fc.constantFrom('<b>&amp;]]>', '"\'', ' Lũ & bão\n', '<!--', '&#38;'))
const said = words.filter((text) => text.trim() !== '')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const name = fc.stringMatching(/^[A-Za-z0-9@.:_-]{1,40}$/)
const second = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1_000)
const degree = (max: number) =>
  fc.integer({ min: -max * 1e6, max: max * 1e6 }).map((millionths) => millionths / 1e6)
const point = fc.record({ latitude: degree(90), longitude: degree(180) })
const ring = fc
  .array(point, { minLength: 3, maxLength: 8 })
  .map((points) => [...points, ...points.slice(0, 1)])
const pair = fc.record({ valueName: said, value: words })
const item = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map(
  (text) =>
    cleanText(text)
      .replace(/["\s]+/g, ' ')
      .trim() || 'x',
)

const area: fc.Arbitrary<CapArea> = fc.record({
  areaDesc: said,
  polygons: fc.array(ring, { maxLength: 2 }),
  circles: fc.array(fc.record({ centre: point, radiusKm: fc.nat(1e6).map((metres) => metres / 1_000) }), {
    maxLength: 2,
  }),
  geocodes: fc.array(pair, { maxLength: 2 }),
  altitudeFt: fc.constantFrom(null, 0, 100.5),
  ceilingFt: fc.constant(null),
})
const resource: fc.Arbitrary<CapResource> = fc.record({
  resourceDesc: said,
  mimeType: fc.constantFrom('audio/mpeg', 'image/png'),
  sizeBytes: maybe(fc.nat()),
  uri: maybe(fc.webUrl()),
  derefUri: maybe(
    fc.uint8Array({ minLength: 1, maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  ),
  digest: fc.constant(null),
})
const info: fc.Arbitrary<CapInfo> = fc.record({
  language: fc.constantFrom('vi', 'en-US', 'hmn'),
  categories: fc.uniqueArray(fc.constantFrom(...CAP_CATEGORIES), { minLength: 1, maxLength: 3 }),
  event: said,
  responseTypes: fc.uniqueArray(fc.constantFrom(...CAP_RESPONSE_TYPES), { maxLength: 3 }),
  urgency: fc.constantFrom(...CAP_URGENCIES),
  severity: fc.constantFrom(...CAP_SEVERITIES),
  certainty: fc.constantFrom(...CAP_CERTAINTIES),
  audience: maybe(words),
  eventCodes: fc.array(pair, { maxLength: 2 }),
  effectiveAt: maybe(second),
  onsetAt: maybe(second),
  expiresAt: maybe(second),
  senderName: maybe(words),
  headline: maybe(words),
  description: maybe(words),
  instruction: maybe(words),
  web: maybe(fc.webUrl({ withQueryParameters: true })),
  contact: maybe(words),
  parameters: fc.array(pair, { maxLength: 2 }),
  resources: fc.array(resource, { maxLength: 2 }),
  areas: fc.array(area, { maxLength: 2 }),
})
const alert: fc.Arbitrary<CapAlert> = fc
  .record({
    identifier: name,
    sender: name,
    sentAt: second,
    status: fc.constantFrom(...CAP_STATUSES),
    msgType: fc.constantFrom(...CAP_MSG_TYPES),
    source: maybe(words),
    scope: fc.constantFrom(...CAP_SCOPES),
    restriction: said,
    addresses: fc.array(item, { minLength: 1, maxLength: 3 }),
    codes: fc.array(words, { maxLength: 2 }),
    note: maybe(words),
    references: fc.array(fc.record({ sender: name, identifier: name, sentAt: second }), {
      minLength: 1,
      maxLength: 3,
    }),
    incidents: fc.array(item, { maxLength: 3 }),
    infos: fc.array(info, { maxLength: 3 }),
    isSigned: fc.constant(false),
  })
  .map((made) => ({ ...made, restriction: made.scope === 'Restricted' ? made.restriction : null }))

test('whatever is written is read as it was', () => {
  fc.assert(
    fc.property(alert, (message) => {
      expect(read(writeCap(message))).toMatchObject({ ok: true, alert: message })
    }),
    PROPERTY,
  )
})

const position = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
})
const anyString = fc.string({ unit: 'binary', maxLength: 60 })
const emergency: fc.Arbitrary<StoredEmergency> = fc
  .record({
    state: fc.constantFrom('active', 'ended', 'cancelled', 'expired'),
    status: fc.constantFrom('Actual', 'Exercise', 'Test'),
    event: fc.constantFrom('storm', 'flood', 'flashFlood', 'missingPerson'),
    severity: fc.constantFrom(...CAP_SEVERITIES),
    edition: fc.integer({ min: 1, max: 5 }),
    commander: anyString,
    reason: anyString,
    sentAt: fc.double({ min: 0, max: 4e12, noNaN: true }),
    infos: fc.array(
      fc.record({
        language: fc.constantFrom('vi', 'hmn', 'zh-Hant'),
        headline: anyString,
        description: anyString,
        instruction: anyString,
      }),
      { minLength: 1, maxLength: 3 },
    ),
    polygons: fc.array(fc.array(position, { minLength: 3, maxLength: 6 }), { maxLength: 2 }),
  })
  .map(({ polygons, sentAt, ...changes }) => ({
    ...{ emergencyId: 'kc-1', origin: 'person', language: 'vi', text: '', raisedBy: 'Lan', raisedById: null },
    ...{ secondPerson: null, secondPersonId: null, brokeGlass: false, speech: 'none', traceId: null },
    ...{
      requestedAt: sentAt,
      sentAt,
      publishedAt: null,
      accountedAt: null,
      endedAt: sentAt + 1,
      clearedAt: null,
    },
    expiresAt: sentAt + 3_600_000,
    place: { areas: ['xa-a'], zones: [], clusters: [], polygons },
    repeatPlan: { soonTimes: 0, soonEveryS: 300, thenEveryS: null },
    cap: { category: 'Met', urgency: 'Immediate', certainty: 'Observed' },
    ...{ repeatsAfterS: [], areaIds: [], publishedIn: [], soundsAreaId: null, closing: null },
    targets: { areas: [], clusters: [] },
    sounds: { opening: [], message: [], speech: null, closing: [] },
    ...changes,
  }))

test('whatever an emergency is, its message is one that our own reader takes', () => {
  const areas = fc.array(fc.record({ name: anyString, code: fc.constantFrom(null, '00001') }), {
    maxLength: 3,
  })
  const sent = { sender: 'loa.example.vn', identifier: 'kc-1-1', sentAt: 1_000 }
  fc.assert(
    fc.property(emergency, areas, (raised, named) => {
      const facts = { sender: 'loa.example.vn', areas: named, earlier: [sent] }
      const message = alertOfEmergency(raised, facts)
      expect(read(writeCap(message))).toMatchObject({ ok: true, alert: { identifier: message.identifier } })
    }),
    PROPERTY,
  )
})
