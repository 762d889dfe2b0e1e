import type { Output } from '@tieng-lang/scheduler'

const texts = new WeakMap<Output['done'], string>()

/**
 * The JSON of what is written every few seconds while something sounds. By far the longest part of it, what was done in
 * the last two days, is the same list for minutes on end: its text is made once.
 */
export function stateText({ output, ...rest }: { output: Output | null }): string {
  if (!output) return JSON.stringify({ ...rest, output })
  const { done, ...others } = output
  // The output stands last, so its end is the text's own.
  const text = JSON.stringify({ ...rest, output: others })
  return `${text.slice(0, -'}}'.length)},"done":${listText(done)}}}`
}

function listText(done: Output['done']): string {
  const known = texts.get(done)
  if (known !== undefined) return known
  const text = JSON.stringify(done)
  texts.set(done, text)
  return text
}
