import { describe, expect, test } from 'vitest'
import {
  CAP_CATEGORIES,
  CAP_CERTAINTIES,
  CAP_RESPONSE_TYPES,
  CAP_SEVERITIES,
  CAP_URGENCIES,
} from '../../../src/cap/cap-alert.ts'
import { adviceOf, capXml, firstInfo, type Parts, refusalOf } from '../sample-cap.ts'

const info = (parts: Parts) => capXml({ info: parts })
const read = (parts: Parts) => firstInfo({ info: parts })

describe('§3.2.2 info', () => {
  test.each(['category', 'event', 'urgency', 'severity', 'certainty'])('%s is required', (name) => {
    expect(refusalOf(info({ [name]: null }))).toBe(`missing alert/info/${name}`)
  })

  test.each([
    ['language', 'vi'],
    ['event', 'Bão'],
    ['urgency', 'Immediate'],
    ['severity', 'Severe'],
    ['certainty', 'Likely'],
    ['audience', 'Mọi người'],
    ['effective', '2026-11-21T16:30:00+07:00'],
    ['onset', '2026-11-21T16:30:00+07:00'],
    ['expires', '2026-11-21T16:30:00+07:00'],
    ['senderName', 'Đài khí tượng'],
    ['headline', 'Bão'],
    ['description', 'Bão'],
    ['instruction', 'Ở trong nhà'],
    ['web', 'https://kttv.example.vn'],
    ['contact', 'Trực ban'],
  ])('%s stands once', (name, value) => {
    expect(refusalOf(info({ [name]: [value, value] }))).toBe(`repeated alert/info/${name}`)
  })

  test('elements stand in the order of the schema', () => {
    const xml = capXml().replace(/(<urgency>.*<\/urgency>)(<severity>.*<\/severity>)/, '$2$1')
    expect(refusalOf(xml)).toBe('outOfOrder alert/info/urgency')
  })

  test('an element that the schema does not know is refused', () => {
    expect(refusalOf(info({ volume: '11' }))).toBe('unknownElement alert/info/volume')
  })
})

describe('§3.2.2 language', () => {
  test('(1)-(2) codes of RFC 3066', () => {
    for (const language of ['vi', 'en-US', 'hmn', 'zh-Hant-TW', ' vi ']) {
      expect(read({ language }).language).toBe(language.trim())
    }
    for (const language of ['tiếng Việt', 'v_i', 'toolonglanguage', 'vi-', '1'])
      expect(refusalOf(info({ language }))).toBe('badLanguage alert/info/language')
  })

  test('(3) without one, or empty, it is en-US', () => {
    expect(read({ language: null }).language).toBe('en-US')
    expect(read({ language: '' }).language).toBe('en-US')
  })
})

describe('§3.2.2 codes', () => {
  test('category: twelve codes, one or several', () => {
    expect(read({ category: CAP_CATEGORIES }).categories).toEqual(CAP_CATEGORIES)
    expect(refusalOf(info({ category: 'Weather' }))).toBe('unknownValue alert/info/category')
    expect(refusalOf(info({ category: ['Met', ''] }))).toBe('unknownValue alert/info/category[2]')
  })

  test('responseType: nine codes, none or several', () => {
    expect(read({ responseType: CAP_RESPONSE_TYPES }).responseTypes).toEqual(CAP_RESPONSE_TYPES)
    expect(refusalOf(info({ responseType: 'Run' }))).toBe('unknownValue alert/info/responseType')
  })

  test('responseType: Assess should not be used for the public', () => {
    expect(adviceOf(info({ responseType: 'Assess' }))).toEqual(['assessInPublic alert/info/responseType'])
  })

  test('urgency: Immediate, Expected, Future, Past, Unknown', () => {
    for (const urgency of CAP_URGENCIES) expect(read({ urgency }).urgency).toBe(urgency)
    expect(refusalOf(info({ urgency: 'Now' }))).toBe('unknownValue alert/info/urgency')
  })

  test('severity: Extreme, Severe, Moderate, Minor, Unknown', () => {
    for (const severity of CAP_SEVERITIES) expect(read({ severity }).severity).toBe(severity)
    expect(refusalOf(info({ severity: 'severe' }))).toBe('unknownValue alert/info/severity')
  })

  test('certainty: Observed, Likely, Possible, Unlikely, Unknown', () => {
    for (const certainty of CAP_CERTAINTIES) expect(read({ certainty }).certainty).toBe(certainty)
    expect(refusalOf(info({ certainty: 'Very Likely' }))).toBe('unknownValue alert/info/certainty')
  })
})

describe('§3.2.2 event, eventCode and parameter', () => {
  test('event says something', () => {
    expect(refusalOf(info({ event: ' \n' }))).toBe('empty alert/info/event')
  })

  test.each(['eventCode', 'parameter'])('%s (1) is a valueName with its value, several times', (name) => {
    const pair = '<valueName>SAME</valueName><value>SVR</value>'
    const { eventCodes, parameters } = read({ [name]: [pair, pair] })
    expect(name === 'eventCode' ? eventCodes : parameters).toEqual(
      [1, 2].map(() => ({ valueName: 'SAME', value: 'SVR' })),
    )
    const at = `alert/info/${name}`
    expect(refusalOf(info({ [name]: '<valueName>SAME</valueName>' }))).toBe(`missing ${at}/value`)
    expect(refusalOf(info({ [name]: '<value>SVR</value>' }))).toBe(`missing ${at}/valueName`)
    expect(refusalOf(info({ [name]: `${pair}<value>2</value>` }))).toBe(`repeated ${at}/value`)
    expect(refusalOf(info({ [name]: '<value>SVR</value><valueName>SAME</valueName>' }))).toBe(
      `outOfOrder ${at}/valueName`,
    )
    expect(refusalOf(info({ [name]: 'SAME=SVR' }))).toBe(`mixedContent ${at}`)
    expect(refusalOf(info({ [name]: '<valueName></valueName><value>1</value>' }))).toBe(
      `empty ${at}/valueName`,
    )
  })

  test.each(['eventCode', 'parameter'])('%s (2): acronyms should have no periods', (name) => {
    const pair = '<valueName>S.A.M.E.</valueName><value>SVR</value>'
    expect(adviceOf(info({ [name]: pair }))).toEqual([`acronymWithPeriods alert/info/${name}`])
  })
})

describe('§3.2.2 effective, onset, expires', () => {
  test.each(['effective', 'onset', 'expires'])('%s is a DateTime as sent is', (name) => {
    const { effectiveAt, onsetAt, expiresAt } = read({ [name]: '2026-11-21T18:00:00-00:00' })
    expect({ effective: effectiveAt, onset: onsetAt, expires: expiresAt }[name]).toBe(
      Date.parse('2026-11-21T18:00:00Z'),
    )
    const at = `alert/info/${name}`
    expect(refusalOf(info({ [name]: '2026-11-21T18:00:00Z' }))).toBe(`alphabeticZone ${at}`)
    expect(refusalOf(info({ [name]: '2026-11-21T18:00:00+00:00' }))).toBe(`utcNotMinusZero ${at}`)
    expect(refusalOf(info({ [name]: '18:00' }))).toBe(`badDateTime ${at}`)
  })

  test('none of them is required', () => {
    const { effectiveAt, onsetAt, expiresAt } = read({ expires: null })
    expect([effectiveAt, onsetAt, expiresAt]).toEqual([null, null, null])
  })
})

describe('§3.2.2 texts', () => {
  test.each(['audience', 'senderName', 'headline', 'description', 'instruction', 'contact'] as const)(
    '%s is kept to the letter',
    (name) => {
      expect(read({ [name]: ' Lũ &amp; bão\n <![CDATA[<b>]]>' })[name]).toBe(' Lũ & bão\n <b>')
    },
  )

  test('headline: 160 characters are a target', () => {
    expect(adviceOf(info({ headline: 'a'.repeat(160) }))).toEqual([])
    expect(adviceOf(info({ headline: 'a'.repeat(161) }))).toEqual(['headlineLong alert/info/headline'])
  })

  test('web is a full, absolute URI', () => {
    expect(read({ web: ' https://kttv.example.vn/bão?a=1&amp;b=2 ' }).web).toBe(
      'https://kttv.example.vn/bão?a=1&b=2',
    )
    for (const web of ['', 'kttv.example.vn', '/bao', 'https://a b', 'https:'])
      expect(refusalOf(info({ web }))).toBe('badUri alert/info/web')
  })
})
