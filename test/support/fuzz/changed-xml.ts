import type { Dice } from './dice.ts'

/** What deceives parsers, and values that are wrong in one place and right in another. */
export const XML_WORDS: readonly string[] = [
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '/',
    '<!',
    '<?',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '--',
    '&#x110000;',
    '&#0;',
  ],
  ...['&lt;', '&amp;lt;', '&nbsp;', '&a;', '<!DOCTYPE a [<!ENTITY a "b">]>', '<?xml version="1.0"?>', '<a/>'],
  ...['xmlns="urn:x"', 'xmlns:cap="urn:x"', 'xmlns=""', 'a="1"', '<info>', '</info>', '<area>', '</alert>'],
  ...[
    '<constructor/>',
    '<__proto__/>',
    '<toString/>',
    '\0',
    '\ufeff',
    '\ufffe',
    '\u{1f4a3}',
    '\r\n',
    '\t',
    ' ',
  ],
  ...[
    'Actual',
    'Exercise',
    'Test',
    'Draft',
    'Alert',
    'Update',
    'Cancel',
    'Ack',
    'Public',
    'Private',
    'Restricted',
  ],
  ...[
    '2026-11-21T16:30:00+07:00',
    '2026-11-21T16:30:00Z',
    '2026-11-21T16:30:00+00:00',
    '9999-99-99T99:99:99-99:99',
  ],
  ...[
    '0,0 0,1 1,1 0,0',
    '0,0 0,1 1,1',
    '0,0 0,1 1,1 2,2',
    '91,181',
    '1e9,1',
    '0,0 5',
    '-1',
    '1.5',
    'NaN',
    'QUJD',
    '=',
  ],
  ...[
    'a,b,2026-11-21T16:30:00+07:00',
    'a b',
    '"a b',
    '""',
    ',',
    'vi',
    'en-US',
    'x_y',
    'https://a.b/c',
    'a/b',
    '',
  ],
]

const PIECES_MAX = 8

/** XML with tags and values moved, doubled, taken out and changed for one another, or wrapped in what is deep or long. */
export function changedXml(dice: Dice, xml: string): string {
  const pieces = xml.split(/(<[^>]*>)/)
  for (let count = dice.below(PIECES_MAX); count >= 0; count -= 1) {
    const at = dice.below(pieces.length)
    const piece = pieces[at] ?? ''
    const kind = dice.below(8)
    if (kind === 0) pieces.splice(at, 1 + dice.below(4))
    else if (kind === 1) pieces.splice(at, 0, pieces[dice.below(pieces.length)] ?? '')
    else if (kind === 2) pieces.splice(at, 0, ...pieces.slice(at, at + dice.below(6)))
    else if (kind === 3) pieces[at] = piece.replace(/[A-Za-z]+/, dice.one(XML_WORDS).slice(0, 20))
    else if (kind === 4) pieces.splice(at, 0, '<x>'.repeat(dice.below(30)))
    else if (kind === 5) pieces[at] = piece.repeat(1 + dice.below(20))
    else pieces[at] = piece.startsWith('<') ? piece : dice.one(XML_WORDS)
  }
  return pieces.join('')
}

const LEAF = /<([A-Za-z]+)>([^<]*)<\/\1>/g

/** Well-formed XML with some of its values and leaves changed: what is refused then, is refused by a rule of CAP. */
export function changedLeaves(dice: Dice, xml: string): string {
  const leaves = [...xml.matchAll(LEAF)]
  const chosen = new Set(Array.from({ length: 1 + dice.below(3) }, () => dice.below(leaves.length)))
  let index = -1
  return xml.replace(LEAF, (whole, name: string) => {
    index += 1
    if (!chosen.has(index)) return whole
    const kind = dice.below(8)
    if (kind === 0) return ''
    if (kind === 1) return whole + whole
    if (kind === 2) return whole + (dice.one(leaves)[0] ?? '')
    const word = dice.one(XML_WORDS)
    return /[<>&\0\ufffe]/.test(word) ? whole : `<${name}>${word}</${name}>`
  })
}
