import { type CapReading, readCap } from '../../src/cap/read-cap.ts'

/** The XML inside an element, several times the element, or without it. */
export type Parts = Readonly<Record<string, string | readonly string[] | null>>

export interface SampleParts {
  alert?: Parts
  info?: Parts
  resource?: Parts
  area?: Parts
}

/** Every element that a part of a message may have, in the order of the schema; null is absent. */
const ALERT: Parts = {
  identifier: 'VN-KTTV-0001',
  sender: 'canhbao@kttv.example.vn',
  sent: '2026-11-21T16:30:00+07:00',
  status: 'Actual',
  msgType: 'Alert',
  source: null,
  scope: 'Public',
  restriction: null,
  addresses: null,
  code: null,
  note: null,
  references: null,
  incidents: null,
}
const INFO: Parts = {
  language: 'vi',
  category: 'Met',
  event: 'Bão',
  responseType: null,
  urgency: 'Immediate',
  severity: 'Severe',
  certainty: 'Likely',
  audience: null,
  eventCode: null,
  effective: null,
  onset: null,
  expires: '2026-11-21T22:30:00+07:00',
  senderName: null,
  headline: 'Bão đổ bộ trong đêm',
  description: null,
  instruction: null,
  web: null,
  contact: null,
  parameter: null,
}
const RESOURCE: Parts = {
  resourceDesc: 'Bản đồ',
  mimeType: 'image/png',
  size: null,
  uri: 'https://kttv.example.vn/ban-do.png',
  derefUri: null,
  digest: null,
}
const AREA: Parts = {
  areaDesc: 'Xã Bình Minh',
  polygon: '10.7,106.6 10.8,106.6 10.8,106.7 10.7,106.6',
  circle: null,
  geocode: null,
  altitude: null,
  ceiling: null,
}

/** A good message with one info block and one area; what is named is put in its place, `resource` beside. */
export function capXml({ alert = {}, info = {}, resource, area = {} }: SampleParts = {}): string {
  const inside =
    elements(INFO, info) +
    (resource ? `<resource>${elements(RESOURCE, resource)}</resource>` : '') +
    `<area>${elements(AREA, area)}</area>`
  return alertXml(`${elements(ALERT, alert)}<info>${inside}</info>`)
}

/** A message with these info blocks. */
export function capXmlOf(infos: readonly Parts[], alert: Parts = {}): string {
  const blocks = infos.map((info) => `<info>${elements(INFO, info)}</info>`).join('')
  return alertXml(elements(ALERT, alert) + blocks)
}

export function alertXml(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">${inside}</alert>`
}

function elements(standard: Parts, changes: Parts): string {
  return Object.entries({ ...standard, ...changes })
    .flatMap(([name, value]) => [value ?? []].flat().map((each) => `<${name}>${each}</${name}>`))
    .join('')
}

export const read = (xml: string): CapReading => readCap(Buffer.from(xml))

/** `code element`, or `taken`. */
export function refusalOf(xml: string | Uint8Array): string {
  const reading = readCap(Buffer.from(xml))
  return reading.ok ? 'taken' : `${reading.refusal.code} ${reading.refusal.element}`
}

/** The message, which must be one. */
export function taken(xml: string) {
  const reading = read(xml)
  if (!reading.ok) throw new Error(JSON.stringify(reading.refusal))
  return reading.alert
}

export function firstInfo(parts: SampleParts) {
  const [info] = taken(capXml(parts)).infos
  if (!info) throw new Error('no info block')
  return info
}

/** `code element`, one for each. */
export function adviceOf(xml: string): string[] {
  const reading = read(xml)
  return reading.ok ? reading.advice.map(({ code, element }) => `${code} ${element}`) : ['refused']
}
