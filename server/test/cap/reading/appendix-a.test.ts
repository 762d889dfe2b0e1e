import { expect, test } from 'vitest'
import { adviceOf, alertXml, taken } from '../sample-cap.ts'

/*
 * The four examples of CAP 1.2, Appendix A (OASIS Open 2010), whose text was read in full. Elements, their order, codes,
 * times, geometry and names are those of the examples; long free texts are cut after their first words.
 */

const el = (name: string, ...inside: string[]) => `\n  <${name}>${inside.join('')}</${name}> `
const pair = (name: string, valueName: string, value: string) =>
  el(name, el('valueName', valueName), el('value', value))

test('A.1 Homeland Security Advisory System Alert', () => {
  const xml = alertXml(
    el('identifier', '43b080713727') +
      el('sender', 'hsas@dhs.gov') +
      el('sent', '2003-04-02T14:39:01-05:00') +
      el('status', 'Actual') +
      el('msgType', 'Alert') +
      el('scope', 'Public') +
      el(
        'info',
        el('category', 'Security'),
        el('event', 'Homeland Security Advisory System Update'),
        el('urgency', 'Immediate'),
        el('severity', 'Severe'),
        el('certainty', 'Likely'),
        el('senderName', 'U.S. Government, Department of Homeland Security'),
        el('headline', 'Homeland Security Sets Code ORANGE'),
        el('description', 'The Department of Homeland Security has elevated …'),
        el('instruction', ' A High Condition is declared when …'),
        el('web', 'http://www.dhs.gov/dhspublic/display?theme=29'),
        pair('parameter', 'HSAS', 'ORANGE'),
        el(
          'resource',
          el('resourceDesc', 'Image file (GIF)'),
          el('mimeType', 'image/gif'),
          el('uri', 'http://www.dhs.gov/dhspublic/getAdvisoryImage'),
        ),
        el('area', el('areaDesc', 'U.S. nationwide and interests worldwide')),
      ),
  )
  const { identifier, sentAt, infos } = taken(xml)
  expect(identifier).toBe('43b080713727')
  expect(sentAt).toBe(Date.parse('2003-04-02T19:39:01Z'))
  expect(infos).toMatchObject([
    {
      language: 'en-US',
      expiresAt: null,
      parameters: [{ valueName: 'HSAS', value: 'ORANGE' }],
      resources: [{ mimeType: 'image/gif', sizeBytes: null }],
      areas: [{ polygons: [], circles: [], geocodes: [] }],
    },
  ])
  expect(adviceOf(xml)).toEqual([])
})

test('A.2 Severe Thunderstorm Warning', () => {
  const xml = alertXml(
    el('identifier', 'KSTO1055887203') +
      el('sender', 'KSTO@NWS.NOAA.GOV') +
      el('sent', '2003-06-17T14:57:00-07:00') +
      el('status', 'Actual') +
      el('msgType', 'Alert') +
      el('scope', 'Public') +
      el(
        'info',
        el('category', 'Met'),
        el('event', 'SEVERE THUNDERSTORM'),
        el('responseType', 'Shelter'),
        el('urgency', 'Immediate'),
        el('severity', 'Severe'),
        el('certainty', 'Observed'),
        pair('eventCode', 'SAME', 'SVR'),
        el('expires', '2003-06-17T16:00:00-07:00'),
        el('senderName', 'NATIONAL WEATHER SERVICE SACRAMENTO CA'),
        el('headline', 'SEVERE THUNDERSTORM WARNING'),
        el('description', ' AT 254 PM PDT …'),
        el('instruction', 'TAKE COVER …'),
        el('contact', 'BARUFFALDI/JUSKIE'),
        el(
          'area',
          el('areaDesc', 'EXTREME NORTH CENTRAL TUOLUMNE COUNTY IN CALIFORNIA, …'),
          el('polygon', '38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14'),
          ...['006109', '006009', '006003'].map((code) => pair('geocode', 'SAME', code)),
        ),
      ),
  )
  const [info] = taken(xml).infos
  expect(info?.expiresAt).toBe(Date.parse('2003-06-17T23:00:00Z'))
  expect(info?.responseTypes).toEqual(['Shelter'])
  expect(info?.areas[0]?.polygons[0]).toHaveLength(5)
  expect(info?.areas[0]?.geocodes.map(({ value }) => value)).toEqual(['006109', '006009', '006003'])
  expect(adviceOf(xml)).toEqual([])
})

test('A.3 Earthquake Report (Update Message)', () => {
  const xml = alertXml(
    el('identifier', 'TRI13970876.2') +
      el('sender', 'trinet@caltech.edu') +
      el('sent', '2003-06-11T20:56:00-07:00') +
      el('status', 'Actual') +
      el('msgType', 'Update') +
      el('scope', 'Public') +
      el('references', 'trinet@caltech.edu,TRI13970876.1,2003-06-11T20:30:00-07:00') +
      el(
        'info',
        el('category', 'Geo'),
        el('event', 'Earthquake'),
        el('urgency', 'Past'),
        el('severity', 'Minor'),
        el('certainty', 'Observed'),
        el('senderName', 'Southern California Seismic Network (TriNet) …'),
        el('headline', 'EQ 3.4 Imperial County CA'),
        el('description', 'A minor earthquake measuring 3.4 …'),
        el('web', 'http://www.trinet.org/scsn/scsn.html'),
        pair('parameter', 'EventID', '13970876'),
        pair('parameter', 'Version', '1'),
        pair('parameter', 'Magnitude', '3.4 Ml'),
        pair('parameter', 'Depth', '11.8 mi.'),
        pair('parameter', 'Quality', 'Excellent'),
        el('area', el('areaDesc', '1 mi. WSW of Brawley, CA; …'), el('circle', '32.9525,-115.5527 0')),
      ),
  )
  const { references, infos } = taken(xml)
  expect(references).toEqual([
    {
      sender: 'trinet@caltech.edu',
      identifier: 'TRI13970876.1',
      sentAt: Date.parse('2003-06-12T03:30:00Z'),
    },
  ])
  expect(infos[0]?.parameters).toHaveLength(5)
  expect(infos[0]?.areas[0]?.circles).toEqual([
    { centre: { latitude: 32.9525, longitude: -115.5527 }, radiusKm: 0 },
  ])
})

test('A.4 AMBER Alert (Multilingual Message)', () => {
  const block = (language: string, event: string, areaDesc: string) =>
    el(
      'info',
      el('language', language),
      el('category', 'Rescue'),
      el('event', event),
      el('urgency', 'Immediate'),
      el('severity', 'Severe'),
      el('certainty', 'Likely'),
      pair('eventCode', 'SAME', 'CAE'),
      el('senderName', 'LAPD'),
      el('headline', 'Amber …'),
      el('description', 'DATE/TIME: 06/11/03 …'),
      el('contact', 'DET. SMITH …'),
      el('area', el('areaDesc', areaDesc), pair('geocode', 'SAME', '006037')),
    )
  const xml = alertXml(
    el('identifier', 'KAR0-0306112239-SW') +
      el('sender', 'KARO@CLETS.DOJ.CA.GOV') +
      el('sent', '2003-06-11T22:39:00-07:00') +
      el('status', 'Actual') +
      el('msgType', 'Alert') +
      el('source', 'SW') +
      el('scope', 'Public') +
      block('en-US', 'Child Abduction', 'Los Angeles County') +
      block('es-US', 'Abducción de Niño', 'condado de Los Ángeles'),
  )
  const { source, infos } = taken(xml)
  expect(source).toBe('SW')
  expect(infos.map(({ language, event }) => `${language} ${event}`)).toEqual([
    'en-US Child Abduction',
    'es-US Abducción de Niño',
  ])
  expect(adviceOf(xml)).toEqual([
    'geocodeAlone alert/info[1]/area/geocode',
    'geocodeAlone alert/info[2]/area/geocode',
  ])
})
