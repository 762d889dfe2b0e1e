import type { Decision, Output, OutputInput } from './output.ts'

/**
 * The one place that decides what is heard: takes what is known, what has happened and the instant at which it is
 * decided, and gives what is known now and what is to be done. Never throws on any order of inputs.
 */
export function arbitrate(output: Output, _input: OutputInput, now: number): Decision {
  return { output: { ...output, decidedAt: now }, effects: [] }
}
