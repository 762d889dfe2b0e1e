import { describe, expect, test } from 'vitest'
import { CAP_MSG_TYPES, CAP_SCOPES, CAP_STATUSES } from '../../../src/cap/cap-alert.ts'
import { adviceOf, capXml, capXmlOf, type Parts, refusalOf, taken } from '../sample-cap.ts'

/*
 * What was really read of CAP 1.2 (OASIS Standard, 1 July 2010): the schema of §3.4 whole; of the data dictionary §3.2
 * the notes on the elements of alert, info, resource and area as public implementations quote them; §4.2 on conforming
 * messages; the four examples of Appendix A. Not read as they stand: §1 and §2, §3.1, the notes on digital signatures
 * and encryption (§3.3), §4.3 and §4.4. Where the quotations differ (UTC as `-00:00` only, or as `+00:00` as well) the
 * stricter one is kept.
 */

const alert = (parts: Parts) => capXml({ alert: parts })
const REFERENCE = 'canhbao@kttv.example.vn,VN-KTTV-0000,2026-11-21T16:00:00+07:00'

describe('§3.2.1 alert', () => {
  test('the namespace is exactly urn:oasis:names:tc:emergency:cap:1.2', () => {
    const other = (uri: string) => capXml().replace('urn:oasis:names:tc:emergency:cap:1.2', uri)
    expect(refusalOf(other('urn:oasis:names:tc:emergency:cap:1.1'))).toBe('wrongNamespace alert')
    expect(refusalOf(other('urn:oasis:names:tc:emergency:cap:1.20'))).toBe('wrongNamespace alert')
    expect(refusalOf(other(''))).toBe('wrongNamespace alert')
  })

  test('the namespace may have a prefix', () => {
    const prefixed = capXml()
      .replace(/<(\/?)([a-zA-Z])/g, '<$1cap:$2')
      .replace('xmlns=', 'xmlns:cap=')
    expect(refusalOf(prefixed)).toBe('taken')
  })

  test('the root is alert', () => {
    const xml = capXml().replace('<alert ', '<warning ').replace('</alert>', '</warning>')
    expect(refusalOf(xml)).toBe('unknownElement warning')
  })

  test.each(['identifier', 'sender', 'sent', 'status', 'msgType', 'scope'])('%s is required', (name) => {
    expect(refusalOf(alert({ [name]: null }))).toBe(`missing alert/${name}`)
  })

  test.each(['identifier', 'sender', 'sent', 'status', 'msgType', 'source', 'scope', 'note', 'references'])(
    '%s stands once',
    (name) => {
      const value = { source: 'máy', note: 'ghi chú', references: REFERENCE }[name]
      const once = value ?? /<(\w+)>([^<]*)</g.exec(capXml().slice(capXml().indexOf(`<${name}>`)))?.[2] ?? ''
      expect(refusalOf(alert({ [name]: [once, once] }))).toBe(`repeated alert/${name}`)
    },
  )

  test('elements stand in the order of the schema', () => {
    const xml = capXml().replace(/(<status>.*<\/status>)(<msgType>.*<\/msgType>)/, '$2$1')
    expect(refusalOf(xml)).toBe('outOfOrder alert/status')
  })

  test('an element that the schema does not know is refused, and one of another namespace', () => {
    expect(refusalOf(alert({ password: 'x' }))).toBe('unknownElement alert/password')
    const foreign = capXml().replace('<info>', '<x xmlns="urn:x">y</x><info>')
    expect(refusalOf(foreign)).toBe('wrongNamespace alert/x')
  })

  test('no element has attributes, but where a schema is found', () => {
    expect(refusalOf(capXml().replace('<info>', '<info id="1">'))).toBe('unexpectedAttribute alert/info/@id')
    expect(refusalOf(capXml().replace('<status>', '<status x="1">'))).toBe(
      'unexpectedAttribute alert/status/@x',
    )
    const instance = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"'
    expect(refusalOf(capXml().replace('<alert ', `<alert ${instance} `))).toBe('taken')
  })

  test('text between elements is refused', () => {
    expect(refusalOf(capXml().replace('<info>', 'xin chào<info>'))).toBe('mixedContent alert')
  })
})

describe('§3.2.1 identifier and sender', () => {
  test.each(['identifier', 'sender'])('(1) %s says something', (name) => {
    expect(refusalOf(alert({ [name]: '' }))).toBe(`empty alert/${name}`)
  })

  test.each(['identifier', 'sender'])('(2) %s has no spaces, commas, < and &', (name) => {
    for (const value of ['a b', 'a\tb', ' ab', 'a,b', 'a&lt;b', 'a&amp;b', 'a&#60;b', 'a<![CDATA[&]]>b'])
      expect(refusalOf(alert({ [name]: value }))).toBe(`restrictedCharacter alert/${name}`)
    expect(taken(alert({ [name]: 'a>b.c@d/e' }))[name === 'sender' ? 'sender' : 'identifier']).toBe(
      'a>b.c@d/e',
    )
  })

  test('(limit) neither is longer than 250 characters', () => {
    expect(refusalOf(alert({ identifier: 'a'.repeat(251) }))).toBe('tooLong alert/identifier')
  })
})

describe('§3.2.1 sent and the DateTime data type', () => {
  const sent = (text: string) => refusalOf(alert({ sent: text }))

  test('(1) the date and time with its zone', () => {
    expect(taken(alert({ sent: '2002-05-24T16:49:00-07:00' })).sentAt).toBe(
      Date.parse('2002-05-24T16:49:00-07:00'),
    )
  })

  test('(1) white space around it is of no account, as for every xs:dateTime', () => {
    expect(sent('\n 2026-11-21T16:30:00+07:00 ')).toBe('taken')
  })

  test.each([
    '2026-11-21',
    '2026-11-21 16:30:00+07:00',
    '2026-11-21T16:30+07:00',
    '2026-11-21T16:30:00',
    '2026-11-21T16:30:00.5+07:00',
    '2026-11-21T16:30:00+0700',
    '2026-11-21T16:30:00,07:00',
    '2026-02-30T16:30:00+07:00',
    '2025-02-29T16:30:00+07:00',
    '2026-13-01T16:30:00+07:00',
    '0000-01-01T16:30:00+07:00',
    '2026-11-21T25:00:00+07:00',
    '2026-11-21T24:00:01+07:00',
    '2026-11-21T16:60:00+07:00',
    '2026-11-21T16:30:60+07:00',
    '2026-11-21T16:30:00+15:00',
    '2026-11-21T16:30:00+07:60',
    '',
  ])('(1) %s is refused', (text) => {
    expect(sent(text)).toBe('badDateTime alert/sent')
  })

  test('(1) 29 February of a leap year, and the midnight that ends a day', () => {
    expect(sent('2028-02-29T16:30:00+07:00')).toBe('taken')
    expect(taken(alert({ sent: '2026-11-21T24:00:00+07:00' })).sentAt).toBe(
      Date.parse('2026-11-22T00:00:00+07:00'),
    )
  })

  test('(2) no letter stands for a zone', () => {
    for (const zone of ['Z', 'z', ' PDT', 'UTC'])
      expect(sent(`2026-11-21T16:30:00${zone}`)).toBe('alphabeticZone alert/sent')
  })

  test('(2) UTC is -00:00', () => {
    expect(sent('2026-11-21T09:30:00-00:00')).toBe('taken')
    expect(sent('2026-11-21T09:30:00+00:00')).toBe('utcNotMinusZero alert/sent')
  })
})

describe('§3.2.1 codes', () => {
  test('status: Actual, Exercise, System, Test, Draft', () => {
    for (const status of CAP_STATUSES) expect(taken(alert({ status })).status).toBe(status)
    for (const status of ['actual', 'ACTUAL', ' Actual', 'Real', ''])
      expect(refusalOf(alert({ status }))).toBe('unknownValue alert/status')
  })

  test('msgType: Alert, Update, Cancel, Ack, Error', () => {
    for (const msgType of CAP_MSG_TYPES)
      expect(taken(alert({ msgType, references: REFERENCE })).msgType).toBe(msgType)
    expect(refusalOf(alert({ msgType: 'Delete' }))).toBe('unknownValue alert/msgType')
  })

  test('scope: Public, Restricted, Private', () => {
    for (const scope of CAP_SCOPES) {
      const restriction = scope === 'Restricted' ? 'chỉ cho trực ban' : null
      expect(taken(alert({ scope, restriction, addresses: 'a@b' })).scope).toBe(scope)
    }
    expect(refusalOf(alert({ scope: 'Secret' }))).toBe('unknownValue alert/scope')
  })

  test('status (1): an Exercise should say in note which', () => {
    expect(adviceOf(alert({ status: 'Exercise' }))).toEqual(['exerciseWithoutNote alert/status'])
    expect(adviceOf(alert({ status: 'Exercise', note: 'Diễn tập bão 2026' }))).toEqual([])
  })

  test('msgType: an Error should say in note why', () => {
    expect(adviceOf(alert({ msgType: 'Error', references: REFERENCE }))).toEqual([
      'errorWithoutNote alert/msgType',
    ])
  })

  test('source, several codes, and note are kept as they are', () => {
    const { source, codes, note } = taken(alert({ source: ' máy 1', code: ['A1', 'A2'], note: 'vì sao' }))
    expect({ source, codes, note }).toEqual({ source: ' máy 1', codes: ['A1', 'A2'], note: 'vì sao' })
  })
})

describe('§3.2.1 restriction and addresses', () => {
  test('restriction (1) goes with the scope Restricted, and only with it', () => {
    expect(refusalOf(alert({ scope: 'Restricted' }))).toBe('restrictionMissing alert/restriction')
    expect(refusalOf(alert({ scope: 'Restricted', restriction: ' ' }))).toBe('empty alert/restriction')
    expect(refusalOf(alert({ restriction: 'chỉ trực ban' }))).toBe('restrictionUnused alert/restriction')
  })

  test('addresses (1) are required with the scope Private, and may stand with the others', () => {
    expect(refusalOf(alert({ scope: 'Private' }))).toBe('addressesMissing alert/addresses')
    expect(refusalOf(alert({ scope: 'Private', addresses: 'a@b' }))).toBe('taken')
    expect(refusalOf(alert({ addresses: 'a@b' }))).toBe('taken')
  })

  test('addresses (3) are separated by spaces; those with spaces stand in double quotes', () => {
    const { addresses } = taken(alert({ addresses: ' a@b "Ủy ban xã"\n c@d ' }))
    expect(addresses).toEqual(['a@b', 'Ủy ban xã', 'c@d'])
    for (const bad of ['"a b', 'a" b', '"a b"c', '""', '" "', ''])
      expect(refusalOf(alert({ addresses: bad }))).toMatch(/^(badList|empty) alert\/addresses$/)
  })
})

describe('§3.2.1 references and incidents', () => {
  test.each(['Update', 'Cancel', 'Ack', 'Error'])('msgType %s names the messages it is about', (msgType) => {
    expect(refusalOf(alert({ msgType }))).toBe('referencesMissing alert/references')
    expect(refusalOf(alert({ msgType, references: REFERENCE }))).toBe('taken')
  })

  test('references (1) are sender,identifier,sent', () => {
    expect(taken(alert({ references: REFERENCE })).references).toEqual([
      {
        sender: 'canhbao@kttv.example.vn',
        identifier: 'VN-KTTV-0000',
        sentAt: Date.parse('2026-11-21T16:00:00+07:00'),
      },
    ])
    for (const bad of ['a', 'a,b', 'a,b,c', ',b,2026-11-21T16:00:00+07:00', 'a,b,2026-11-21T16:00:00Z'])
      expect(refusalOf(alert({ references: bad }))).toBe('badReference alert/references')
    expect(refusalOf(alert({ references: `${REFERENCE},x` }))).toBe('badReference alert/references')
    expect(refusalOf(alert({ references: '' }))).toBe('empty alert/references')
  })

  test('references (2): several are separated by white space', () => {
    expect(taken(alert({ references: `${REFERENCE}\n\t ${REFERENCE}` })).references).toHaveLength(2)
  })

  test('incidents (2)-(3): separated by white space, in double quotes those with white space', () => {
    expect(taken(alert({ incidents: 'bao-so-9 "lũ quét"' })).incidents).toEqual(['bao-so-9', 'lũ quét'])
    expect(refusalOf(alert({ incidents: '"lũ quét' }))).toBe('badList alert/incidents')
  })
})

describe('§3.2.1 info', () => {
  test('a message may have none, but an Alert should have one', () => {
    expect(adviceOf(capXmlOf([]))).toEqual(['noInfo alert/info'])
    expect(adviceOf(capXmlOf([], { msgType: 'Ack', references: REFERENCE }))).toEqual([])
  })

  test('there may be several, in several languages', () => {
    const { infos } = taken(capXmlOf([{ language: 'vi' }, { language: 'hmn' }, { language: 'vi' }]))
    expect(infos.map(({ language }) => language)).toEqual(['vi', 'hmn', 'vi'])
  })

  test('(limit) at most 50', () => {
    expect(refusalOf(capXmlOf(Array.from({ length: 51 }, () => ({}))))).toBe('tooMany alert/info')
  })
})

describe('§3.4 signatures', () => {
  const signed = (inside: string) =>
    capXml().replace(
      '</alert>',
      `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">${inside}</Signature></alert>`,
    )

  test('anything of XMLDSIG may stand at the end; it is told that nobody has verified it', () => {
    expect(taken(signed('<SignedInfo><X a="1"/></SignedInfo>')).isSigned).toBe(true)
    expect(taken(capXml()).isSigned).toBe(false)
  })

  test('nothing of the message stands behind it', () => {
    const xml = signed('').replace('</alert>', '<info/></alert>')
    expect(refusalOf(xml)).toBe('outOfOrder alert/info')
  })
})
