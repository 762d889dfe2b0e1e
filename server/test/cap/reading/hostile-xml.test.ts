import { describe, expect, test } from 'vitest'
import { alertXml, capXml, refusalOf, taken } from '../sample-cap.ts'

const info = (text: string) => capXml({ info: { event: text } })
const around = (before: string, after = '') => before + capXml().replace(/^<\?xml[^>]*\?>\n/, '') + after

describe('what a parser could be deceived with', () => {
  test('document types, and with them all entities', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    expect(refusalOf(around(bomb))).toBe('doctype -')
    expect(refusalOf(around('<!DOCTYPE a SYSTEM "file:///etc/passwd">'))).toBe('doctype -')
    expect(refusalOf(alertXml('<!ENTITY a "b">'))).toBe('doctype -')
  })

  test('references to anything but characters and the five of XML', () => {
    for (const text of ['&nbsp;', '&a;', '&toString;', '&', 'a & b', '&#;', '&#xD800;', '&#0;', '&#x110000;'])
      expect(refusalOf(info(text))).toBe('entity -')
    for (const text of ['&#99999999999;', '&#xFFFE;', '&#12a;'])
      expect(refusalOf(info(text))).toBe('entity -')
  })

  test('references are decoded exactly once', () => {
    expect(taken(info('&amp;lt;&lt;&#38;amp;&quot;&apos;&gt;')).infos[0]?.event).toBe('&lt;<&amp;"\'>')
  })

  test('processing instructions', () => {
    expect(refusalOf(around('<?xml-stylesheet href="x"?>'))).toBe('processingInstruction -')
    expect(refusalOf(around('', '<?php x ?>'))).toBe('processingInstruction -')
    expect(refusalOf(alertXml('<?xml version="1.0"?>'))).toBe('processingInstruction -')
  })

  test('CDATA is text and nothing else', () => {
    expect(taken(info('<![CDATA[<status>Test</status>&amp;]]>')).infos[0]?.event).toBe(
      '<status>Test</status>&amp;',
    )
    expect(refusalOf(alertXml('<![CDATA[<info>]]>'))).toBe('mixedContent alert')
    expect(refusalOf(around('<![CDATA[x]]>'))).toBe('malformed -')
    expect(refusalOf(info('<![CDATA[x'))).toBe('malformed -')
    expect(refusalOf(info('x]]>'))).toBe('malformed -')
  })

  test('comments stand between elements, never inside a value', () => {
    expect(refusalOf(around('<!-- a -->', '<!-- b -->'))).toBe('taken')
    expect(refusalOf(capXml().replace('<info>', '<!-- <x> & --><info>'))).toBe('taken')
    expect(refusalOf(capXml({ alert: { status: 'Act<!-- -->ual' } }))).toBe('commentInText alert/status')
    expect(refusalOf(around('<!-- a -- b -->'))).toBe('malformed -')
    expect(refusalOf(around('<!--->'))).toBe('malformed -')
  })

  test('names that are something in JavaScript', () => {
    for (const name of ['constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf'])
      expect(refusalOf(alertXml(`<${name}>x</${name}>`))).toMatch(/^(malformed -|unknownElement alert\/)/)
    expect(refusalOf(alertXml('<__proto__>x</__proto__>'))).toBe('malformed -')
  })

  test('prefixes that nobody has declared, and namespaces declared anew', () => {
    expect(refusalOf(alertXml('<x:identifier>a</x:identifier>'))).toBe('malformed -')
    expect(refusalOf(capXml().replace('<info>', '<info xmlns="urn:x">'))).toBe('wrongNamespace alert/info')
  })
})

describe('what is no well-formed XML', () => {
  test.each([
    '',
    ' ',
    'xin chào',
    '{}',
    '<',
    '<alert',
    '<alert>',
    '</alert>',
    '<alert></warning>',
    '<alert><info></alert></info>',
    '<alert/><alert/>',
    '<alert/>x',
    'x<alert/>',
    '<alert a=1/>',
    '<alert a/>',
    '<alert a="1" a="2"/>',
    '<alert a="<"/>',
    '<alert a="&amp;"/>',
    '< alert/>',
    '<1/>',
    '<?xml version="1.1"?><alert/>',
    '<?xml version="1.0"',
  ])('%s', (text) => {
    expect(refusalOf(text)).toBe('malformed -')
  })
})

describe('encodings', () => {
  test('UTF-8 only, declared or not', () => {
    expect(refusalOf(Buffer.from(capXml(), 'utf16le'))).toMatch(/^(notUtf8|malformed|badCharacter) -$/)
    expect(refusalOf(Buffer.from(capXml().replace('Bão', 'B\xe3o'), 'latin1'))).toBe('notUtf8 -')
    expect(refusalOf(capXml().replace('UTF-8', 'ISO-8859-1'))).toBe('notUtf8 -')
    expect(refusalOf(capXml().replace(' encoding="UTF-8"', ''))).toBe('taken')
    expect(refusalOf(capXml().replace('UTF-8', 'utf-8'))).toBe('taken')
    expect(refusalOf(around(''))).toBe('taken')
    expect(refusalOf(Uint8Array.of(0x3c, 0x61, 0xff, 0xfe, 0x2f, 0x3e))).toBe('notUtf8 -')
    expect(refusalOf(Uint8Array.of(0x3c, 0x61, 0xc0, 0x80, 0x2f, 0x3e))).toBe('notUtf8 -')
  })

  test('a byte order mark is no part of it', () => {
    expect(refusalOf(`\ufeff${capXml()}`)).toBe('taken')
  })

  test('characters that XML does not allow', () => {
    for (const character of ['\0', '\x08', '\x1f', '\ufffe'])
      expect(refusalOf(info(`a${character}`))).toBe('badCharacter -')
  })

  test('line ends are those of XML', () => {
    expect(taken(info('a\r\nb\rc\nd')).infos[0]?.event).toBe('a\nb\nc\nd')
  })
})

describe('size', () => {
  test('262,144 bytes at most', () => {
    expect(refusalOf(info('a'.repeat(262_144)))).toBe('tooLarge -')
    expect(refusalOf(info('a'.repeat(261_000)))).toBe('taken')
  })

  test('ten levels at most', () => {
    expect(refusalOf('<a>'.repeat(11))).toBe('tooDeep -')
    expect(refusalOf('<a>'.repeat(80_000))).toBe('tooDeep -')
  })

  test('5,000 elements at most', () => {
    expect(refusalOf(alertXml('<a/>'.repeat(5_000)))).toBe('tooManyElements -')
  })

  test('a tag of 4,096 characters with eight attributes at most', () => {
    expect(refusalOf(`<a x="${'y'.repeat(5_000)}"/>`)).toBe('tooLong -')
    const attributes = Array.from({ length: 9 }, (_, index) => `a${index}="1"`).join(' ')
    expect(refusalOf(`<a ${attributes}/>`)).toBe('tooMany -')
  })

  test.each([
    ['spaces in a tag', `<a${' '.repeat(262_000)}`],
    ['half attributes', `<a ${'b="1" '.repeat(600)}b=`],
    ['unclosed comments', '<!--'.repeat(65_000)],
    ['hyphens', `<!--${'-'.repeat(262_000)}`],
    ['unclosed CDATA', `<a>${'<![CDATA['.repeat(29_000)}`],
    ['ampersands', `<a>${'&'.repeat(262_000)}</a>`],
    ['references', `<a>${'&amp;'.repeat(52_000)}</a>`],
    ['quotes in a list', capXml({ alert: { addresses: '" '.repeat(130_000) } })],
    ['words in a list', capXml({ alert: { addresses: 'a '.repeat(130_000) } })],
    ['commas', capXml({ alert: { references: ','.repeat(260_000) } })],
    ['digits', capXml({ area: { polygon: '1'.repeat(260_000) } })],
    ['points', capXml({ area: { polygon: '1,1 '.repeat(65_000) } })],
    ['base 64', capXml({ resource: { derefUri: 'A'.repeat(260_000) } })],
    ['base 64 in lines', capXml({ resource: { derefUri: 'A\n'.repeat(130_000) } })],
    ['a long URI', capXml({ info: { web: `a:${'b'.repeat(260_000)}` } })],
    ['a long type', capXml({ resource: { mimeType: 'a;'.repeat(130_000) } })],
    ['a long language', capXml({ info: { language: 'a-'.repeat(130_000) } })],
    ['spaces in a value', capXml({ info: { web: ' '.repeat(261_000) } })],
    ['comments', alertXml('<!---->'.repeat(37_000))],
  ])('the worst of its kind is answered at once: %s', (_name, xml) => {
    const beganMs = process.cpuUsage().user / 1_000
    expect(typeof refusalOf(xml)).toBe('string')
    // Quadratic work over 262,144 characters takes minutes; what is linear takes a few milliseconds.
    expect(process.cpuUsage().user / 1_000 - beganMs).toBeLessThan(2_000)
  })
})
