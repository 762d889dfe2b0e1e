import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { adviceOf, capXml, firstInfo, type Parts, refusalOf } from '../sample-cap.ts'

const resource = (parts: Parts) => capXml({ resource: parts })
const readResource = (parts: Parts) => firstInfo({ resource: parts }).resources[0]
const area = (parts: Parts) => capXml({ area: parts })
const readArea = (parts: Parts) => firstInfo({ area: parts }).areas[0]

describe('§3.2.3 resource', () => {
  test.each(['resourceDesc', 'mimeType'])('%s is required', (name) => {
    expect(refusalOf(resource({ [name]: null }))).toBe(`missing alert/info/resource/${name}`)
  })

  test('resourceDesc says something', () => {
    expect(refusalOf(resource({ resourceDesc: '' }))).toBe('empty alert/info/resource/resourceDesc')
  })

  test('elements stand once, in the order of the schema', () => {
    expect(refusalOf(resource({ size: ['1', '1'] }))).toBe('repeated alert/info/resource/size')
    const xml = resource({ size: '1' }).replace(/(<size>1<\/size>)(<uri>[^<]*<\/uri>)/, '$2$1')
    expect(refusalOf(xml)).toBe('outOfOrder alert/info/resource/size')
  })

  test('mimeType is a type and a subtype of RFC 2046', () => {
    for (const mimeType of ['audio/mpeg', 'image/svg+xml', 'text/plain; charset=utf-8'])
      expect(readResource({ mimeType })?.mimeType).toBe(mimeType)
    for (const mimeType of ['', 'audio', 'audio/', 'audio/mp3/x', 'a b/c', 'text/plain;charset'])
      expect(refusalOf(resource({ mimeType }))).toBe('badMimeType alert/info/resource/mimeType')
  })

  test('size is a whole number of bytes', () => {
    expect(readResource({ size: ' 1024 ' })?.sizeBytes).toBe(1024)
    for (const size of ['', '-1', '1.5', '1 kB', '1e3'])
      expect(refusalOf(resource({ size }))).toBe('badSize alert/info/resource/size')
  })

  test('uri is absolute; a relative one names the content of derefUri', () => {
    expect(refusalOf(resource({ uri: 'ban-do.png' }))).toBe('badUri alert/info/resource/uri')
    expect(readResource({ uri: 'ban-do.png', derefUri: 'AAAA' })?.uri).toBe('ban-do.png')
    expect(refusalOf(resource({ uri: 'ban do.png', derefUri: 'AAAA' }))).toBe(
      'badUri alert/info/resource/uri',
    )
  })

  test('derefUri is base 64', () => {
    expect(readResource({ derefUri: 'QUJD\n REVG' })?.derefUri).toBe('QUJDREVG')
    for (const derefUri of ['', 'QUJ', 'QU=D', '****', 'QUJD='])
      expect(refusalOf(resource({ derefUri }))).toBe('badBase64 alert/info/resource/derefUri')
  })

  test('digest is the SHA-1 of the file, and of derefUri where that came along', () => {
    const digest = createHash('sha1').update('ABC').digest('hex')
    expect(readResource({ digest })?.digest).toBe(digest)
    expect(refusalOf(resource({ digest: digest.slice(1) }))).toBe('badDigest alert/info/resource/digest')
    expect(refusalOf(resource({ derefUri: 'QUJD', digest }))).toBe('taken')
    expect(refusalOf(resource({ derefUri: 'QUJE', digest }))).toBe(
      'digestMismatch alert/info/resource/digest',
    )
  })
})

describe('§3.2.4 area', () => {
  test('areaDesc is required and says something', () => {
    expect(refusalOf(area({ areaDesc: null }))).toBe('missing alert/info/area/areaDesc')
    expect(refusalOf(area({ areaDesc: '' }))).toBe('empty alert/info/area/areaDesc')
  })

  test('elements stand in the order of the schema', () => {
    const xml = area({}).replace(/(<areaDesc>.*<\/areaDesc>)(<polygon>.*<\/polygon>)/, '$2$1')
    expect(refusalOf(xml)).toBe('outOfOrder alert/info/area/areaDesc')
  })

  test('there may be several, each with several polygons, circles and geocodes', () => {
    const geocode = '<valueName>QD19</valueName><value>26734</value>'
    const polygon = '0,0 0,1 1,1 0,0'
    const read = readArea({
      polygon: [polygon, polygon],
      circle: ['0,0 1', '0,0 2'],
      geocode: [geocode, geocode],
    })
    expect([read?.polygons.length, read?.circles.length, read?.geocodes.length]).toEqual([2, 2, 2])
    const two = capXml().replace('</info>', '<area><areaDesc>Xã B</areaDesc></area></info>')
    expect(refusalOf(two)).toBe('taken')
  })
})

describe('§3.2.4 polygon', () => {
  const at = 'alert/info/area/polygon'

  test('(1) pairs of WGS 84, latitude first, separated by white space', () => {
    expect(readArea({ polygon: '\n10.5,-106 11,+106.25\n-12,107 10.5,-106 ' })?.polygons).toEqual([
      [
        { latitude: 10.5, longitude: -106 },
        { latitude: 11, longitude: 106.25 },
        { latitude: -12, longitude: 107 },
        { latitude: 10.5, longitude: -106 },
      ],
    ])
    for (const pair of ['91,0', '-90.1,0', '0,180.5', '0', '0,0,0', 'x,y', '1e1,0', '0x1,0', ',', 'NaN,0'])
      expect(refusalOf(area({ polygon: `${pair} 0,1 1,1 ${pair}` }))).toBe(`badCoordinates ${at}`)
    expect(refusalOf(area({ polygon: '0, 0 0,1 1,1 0, 0' }))).toBe(`badCoordinates ${at}`)
    expect(refusalOf(area({ polygon: '' }))).toBe(`badCoordinates ${at}`)
  })

  test('(2) four pairs at least', () => {
    expect(refusalOf(area({ polygon: '0,0 0,1 0,0' }))).toBe(`polygonTooShort ${at}`)
  })

  test('(2) the first pair is the last one', () => {
    expect(refusalOf(area({ polygon: '0,0 0,1 1,1 1,0' }))).toBe(`polygonNotClosed ${at}`)
    expect(refusalOf(area({ polygon: '0,0 0,1 1,1 0.00,0.0' }))).toBe('taken')
  })

  test('(limit) at most 5,000 points', () => {
    expect(refusalOf(area({ polygon: '0,0 '.repeat(5_001) }))).toBe(`tooMany ${at}`)
  })
})

describe('§3.2.4 circle', () => {
  test('(1) a pair and the radius in kilometres', () => {
    expect(readArea({ circle: ' 32.9525,-115.5527  0 ' })?.circles).toEqual([
      { centre: { latitude: 32.9525, longitude: -115.5527 }, radiusKm: 0 },
    ])
    for (const circle of ['', '1,2', '5', '1,2 -5', '1,2 5 6', '1,2 x', '1,2,5'])
      expect(refusalOf(area({ circle }))).toBe('badCircle alert/info/area/circle')
    expect(refusalOf(area({ circle: '91,2 5' }))).toBe('badCoordinates alert/info/area/circle')
  })
})

describe('§3.2.4 geocode', () => {
  test('(1) is a valueName with its value', () => {
    const geocode = '<valueName>QD19</valueName><value>26734</value>'
    expect(readArea({ geocode })?.geocodes).toEqual([{ valueName: 'QD19', value: '26734' }])
    expect(refusalOf(area({ geocode: '26734' }))).toBe('mixedContent alert/info/area/geocode')
    expect(refusalOf(area({ geocode: '<value>26734</value>' }))).toBe(
      'missing alert/info/area/geocode/valueName',
    )
  })

  test('(4) a polygon or a circle should stand beside it', () => {
    const geocode = '<valueName>QD19</valueName><value>26734</value>'
    expect(adviceOf(area({ geocode, polygon: null }))).toEqual(['geocodeAlone alert/info/area/geocode'])
    expect(adviceOf(area({ geocode }))).toEqual([])
  })
})

describe('§3.2.4 altitude and ceiling', () => {
  test('altitude (1): alone it is the altitude, with a ceiling the floor', () => {
    expect(readArea({ altitude: '300.5' })).toMatchObject({ altitudeFt: 300.5, ceilingFt: null })
    expect(readArea({ altitude: ' -10', ceiling: '1000' })).toMatchObject({
      altitudeFt: -10,
      ceilingFt: 1000,
    })
    expect(refusalOf(area({ altitude: '1000', ceiling: '300' }))).toBe(
      'ceilingBelowAltitude alert/info/area/altitude',
    )
  })

  test('ceiling (1): only together with altitude', () => {
    expect(refusalOf(area({ ceiling: '1000' }))).toBe('ceilingAlone alert/info/area/ceiling')
  })

  test('(2) both are decimal numbers of feet', () => {
    for (const value of ['', 'cao', '1e3', '1,000', '300 ft', '0x10', 'INF'])
      for (const name of ['altitude', 'ceiling'])
        expect(refusalOf(area({ altitude: '1', [name]: value }))).toBe(`badAltitude alert/info/area/${name}`)
  })
})
