/** Says to a person how far the benchmark has come. */
export function progress(sentence: string): void {
  process.stderr.write(`fanout: ${sentence}\n`)
}
