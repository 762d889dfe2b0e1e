import { expect, it } from 'vitest'
import { parseOpusPayload } from '../../../src/rtp/index.ts'
import { codeOf, hex } from '../samples.ts'

it.each([
  ['SILK, 20 ms', '08 abcd', { frames: 1, samples: 960, isStereo: false }],
  ['CELT, 2.5 ms, stereo', '84 abcd', { frames: 1, samples: 120, isStereo: true }],
  ['hybrid, 20 ms', '78 abcd', { frames: 1, samples: 960, isStereo: false }],
  ['SILK, 60 ms, two alike', '19 abcd', { frames: 2, samples: 5760, isStereo: false }],
  ['two, the first of one byte', '0a 01 ab cdef', { frames: 2, samples: 1920, isStereo: false }],
  ['two, the first of 252 bytes', `0a fc00 ${'ab'.repeat(252)}`, { frames: 2, samples: 1920 }],
  ['three alike', '0b 03 abcdef', { frames: 3, samples: 2880 }],
  ['three varied', '0b 83 01 00 ab cd', { frames: 3, samples: 2880 }],
  ['padded', '0b 41 02 ab 0000', { frames: 1, samples: 960 }],
  ['long padding', `0b 41 ff 01 ab ${'00'.repeat(255)}`, { frames: 1, samples: 960 }],
  ['nothing but the first byte: a packet that was left out', '08', { frames: 1, samples: 960 }],
])('RFC 6716 §3: %s', (_name, text, expected) => {
  expect(parseOpusPayload(hex(text))).toMatchObject({ ok: true, value: expected })
})

it.each([
  ['R1', ''],
  ['R2', `08 ${'00'.repeat(1_276)}`],
  ['R2, two alike', `09 ${'00'.repeat(2_552)}`],
  ['R3', '09 abcdef'],
  ['R4', '0a 04 ab'],
  ['R4, no length', '0a'],
  ['R4, half a length', '0a fc'],
  ['R5, no frame', '0b 00'],
  ['R5, over 120 ms', '1b 03 abcdef'],
  ['R6, no count', '0b'],
  ['R6, unequal', '0b 02 abcdef'],
  ['R6, padding beyond the end', '0b 41 09 ab'],
  ['R6, padding without end', '0b 41 ff'],
  ['R7', '0b 83 02 02 ab'],
  ['R7, no lengths', '0b 83 02'],
])('RFC 6716 §3.4: against %s is refused', (_rule, text) => {
  expect(codeOf(parseOpusPayload(hex(text)))).toBe('badOpus')
})
