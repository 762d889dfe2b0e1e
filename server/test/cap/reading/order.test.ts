import { describe, expect, test } from 'vitest'
import { capXml, refusalOf } from '../sample-cap.ts'

/*
 * CAP 1.2 §3.4: each of the four parts is an `xs:sequence`. Every element of it is put where it does not belong, before
 * the first one, or behind the last; the others are as they should be.
 */

const PAIR = '<valueName>SAME</valueName><value>SVR</value>'
const AT = '2026-11-21T16:30:00+07:00'
/** All that may stand there, in the order of the schema. */
const PARTS: Readonly<Record<'alert' | 'info' | 'resource' | 'area', Readonly<Record<string, string>>>> = {
  alert: {
    ...{ identifier: 'VN-1', sender: 'a@b.vn', sent: AT, status: 'Actual', msgType: 'Update', source: 'máy' },
    ...{ scope: 'Restricted', restriction: 'trực ban', addresses: 'a@b', code: 'x', note: 'ghi chú' },
    ...{ references: `a@b.vn,VN-0,${AT}`, incidents: 'bao-9' },
  },
  info: {
    ...{ language: 'vi', category: 'Met', event: 'Bão', responseType: 'Shelter', urgency: 'Immediate' },
    ...{ severity: 'Severe', certainty: 'Likely', audience: 'mọi người', eventCode: PAIR, effective: AT },
    ...{
      onset: AT,
      expires: AT,
      senderName: 'Đài',
      headline: 'Bão',
      description: 'Mưa',
      instruction: 'Ở nhà',
    },
    ...{ web: 'https://kttv.example.vn/', contact: 'Lan', parameter: PAIR },
  },
  resource: {
    ...{ resourceDesc: 'Bản đồ', mimeType: 'image/png', size: '3', uri: 'https://kttv.example.vn/x.png' },
    ...{ derefUri: 'QUJD', digest: '3c01bdbb26f358bab27f267924aa2c9a03fcfdb8' },
  },
  area: {
    ...{ areaDesc: 'Xã', polygon: '10.7,106.6 10.8,106.6 10.8,106.7 10.7,106.6', circle: '10,106 5' },
    ...{ geocode: PAIR, altitude: '100', ceiling: '300' },
  },
}
const PATHS = { alert: 'alert', info: 'alert/info', resource: 'alert/info/resource', area: 'alert/info/area' }
type Part = keyof typeof PARTS

/** A message with every element that there is, one of one part moved to that part's beginning or end. */
function moved(part: Part, name: string, to: 'first' | 'last'): string {
  const xml = capXml(PARTS)
  const element = `<${name}>${PARTS[part][name]}</${name}>`
  const [begin, end] = [xml.indexOf(`<${part}`), xml.indexOf(`</${part}>`)]
  const [open, inside] = split(xml.slice(begin, end))
  const others = inside.replace(element, '')
  const parts = to === 'first' ? [open, element, others] : [open, others, element]
  return xml.slice(0, begin) + parts.join('') + xml.slice(end)
}

function split(text: string): [string, string] {
  const end = text.indexOf('>') + 1
  return [text.slice(0, end), text.slice(end)]
}

test('a message with every element that there is, in the order of the schema, is taken', () => {
  expect(refusalOf(capXml(PARTS))).toBe('taken')
})

describe.each(Object.keys(PARTS) as Part[])('§3.4 %s', (part) => {
  const names = Object.keys(PARTS[part])

  test.each(names.slice(1))('%s does not stand before the first', (name) => {
    expect(refusalOf(moved(part, name, 'first'))).toBe(`outOfOrder ${PATHS[part]}/${names[0]}`)
  })

  // In alert and info other parts follow even the last of these.
  const isFollowed = part === 'alert' || part === 'info'
  test.each(isFollowed ? names : names.slice(0, -1))('%s does not stand behind the last', (name) => {
    expect(refusalOf(moved(part, name, 'last'))).toBe(`outOfOrder ${PATHS[part]}/${name}`)
  })
})
