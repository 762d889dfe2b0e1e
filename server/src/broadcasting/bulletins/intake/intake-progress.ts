import type { IntakeAnswer } from '@tieng-lang/protocol'
import type { IntakeStep } from '../../../media/intake.ts'

type State = IntakeAnswer['state']

const STATE: Readonly<Record<IntakeStep, State>> = {
  probing: 'measuring',
  measuring: 'measuring',
  encoding: 'encoding',
  correcting: 'encoding',
  checking: 'checking',
  storing: 'checking',
}

/** Where each step begins and ends in the whole; a corrected try and its check share what is left. */
const SPAN: Readonly<Record<IntakeStep, readonly [from: number, to: number]>> = {
  probing: [0, 0],
  measuring: [0, 0.25],
  encoding: [0.25, 0.65],
  checking: [0.65, 0.95],
  correcting: [0.65, 0.85],
  storing: [0.95, 0.99],
}

/** What people see of a step: it only ever goes forward. */
export function progressAt(
  last: Pick<IntakeAnswer, 'progressPart'>,
  step: IntakeStep,
  part: number,
): Pick<IntakeAnswer, 'state' | 'progressPart'> {
  const [from, to] = SPAN[step]
  const progressPart = Math.max(last.progressPart, from + (to - from) * part)
  return { state: STATE[step], progressPart }
}
