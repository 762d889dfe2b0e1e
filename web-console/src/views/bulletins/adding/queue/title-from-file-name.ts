const TITLE_LENGTH_MAX = 200
const EXTENSION = /\.[A-Za-z0-9]{1,5}$/
/** What operating systems add to a second copy: "(1)", "- Copy", "- Bản sao". */
const COPY_MARK = /\s*(?:\(\d{1,3}\)|[-–]\s*(?:copy|bản sao))\s*$/iu

/**
 * A title for people from a file's name: without folder, ending and copy marks, with spaces for underscores and for
 * hyphens that stand between letters in a name that has no spaces. Composed (NFC), as a Mac gives names decomposed.
 */
export function titleFromFileName(fileName: string): string {
  const base = (fileName.normalize('NFC').split(/[/\\]/).at(-1) ?? '').replace(/\p{Cc}/gu, ' ').trim()
  const stem = base.replace(EXTENSION, '').replace(COPY_MARK, '').replace(/_+/g, ' ')
  const spaced = /\s/.test(stem.trim()) ? stem : stem.replace(/(?<=\p{L})[-.](?=\p{L})/gu, ' ')
  const title = spaced.replace(/\s+/g, ' ').trim()
  return cut(capitalised(title === '' ? base : title))
}

function capitalised(text: string): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase('vi') + rest.join('')
}

/** By characters, so that no mark or pair is cut in two. */
function cut(text: string): string {
  const characters = [...text]
  return characters.length <= TITLE_LENGTH_MAX ? text : characters.slice(0, TITLE_LENGTH_MAX).join('').trim()
}
