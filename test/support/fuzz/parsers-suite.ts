import { expect, test } from 'vitest'
import { CAP_PARSER } from './cap-inputs.ts'
import { Dice } from './dice.ts'
import { ENVELOPE_PARSERS } from './envelope-inputs.ts'
import { heapBytesAfterCollection } from './heap-after-collection.ts'
import { MEDIA_PARSERS } from './media-inputs.ts'
import { OGG_PARSERS } from './ogg-inputs.ts'

/** A parser of what comes over a wire, and what to give it. */
export interface FuzzedParser {
  name: string
  inputOf(dice: Dice): Uint8Array
  /** `taken` or the code of a refusal; it never throws. */
  parse(bytes: Uint8Array): string
  /** With fewer different answers the inputs would not have reached into it. */
  codesMin: number
}

const SEED = 20_261_121
const HEAP_BYTES_MAX = 2_000_000
/** By then everything is compiled and kept that is ever kept. */
const WARM_UP_INPUTS = 4_000

/** Whatever comes, each parser answers by code, and nothing of it stays in memory. */
export function parsersSuite({ inputs }: { inputs: number }): void {
  test.each([CAP_PARSER, ...ENVELOPE_PARSERS, ...MEDIA_PARSERS, ...OGG_PARSERS])(
    `$name takes ${inputs} inputs and keeps none`,
    (parser) => {
      const dice = new Dice(SEED)
      const answers = new Map<string, number>()
      run(parser, dice, { inputs: WARM_UP_INPUTS, answers })
      const before = heapBytesAfterCollection()
      run(parser, dice, { inputs, answers })
      expect(Math.abs(heapBytesAfterCollection() - before)).toBeLessThan(HEAP_BYTES_MAX)
      expect(answers.get('taken')).toBeGreaterThan(inputs / 1_000)
      expect(answers.size).toBeGreaterThanOrEqual(parser.codesMin)
    },
  )
}

function run(
  { name, inputOf, parse }: FuzzedParser,
  dice: Dice,
  { inputs, answers }: { inputs: number; answers: Map<string, number> },
): void {
  for (let count = 0; count < inputs; count += 1) {
    const bytes = inputOf(dice)
    const answer = answerTo(parse, bytes, name)
    answers.set(answer, (answers.get(answer) ?? 0) + 1)
  }
}

/** The input that it was goes with whatever is thrown, so that it can be tried again. */
function answerTo(parse: FuzzedParser['parse'], bytes: Uint8Array, name: string): string {
  try {
    return parse(bytes)
  } catch (cause) {
    const text = Buffer.from(bytes).toString('base64')
    throw new Error(`${name} threw for the bytes (base 64) ${text}`, { cause })
  }
}
