// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 §2.2 does not allow
const NOT_A_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

/** What XML can carry of a text, with line ends as a reader gives them back (XML 1.0 §2.11). */
export function cleanText(text: string): string {
  return text.replace(NOT_A_CHARACTER, '').replace(/\r\n?/g, '\n')
}
