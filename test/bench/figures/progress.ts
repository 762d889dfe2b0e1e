/** Says to a person how far a benchmark has come. */
export function progressOf(benchmark: string): (sentence: string) => void {
  return (sentence) => {
    process.stderr.write(`${benchmark}: ${sentence}\n`)
  }
}
