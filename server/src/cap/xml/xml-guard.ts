import { refuseCap, type Where } from '../cap-refusal.ts'
import { badReference } from './xml-references.ts'

export const CAP_BYTES_MAX = 262_144
/** `alert/info/area/geocode/value` has five levels; a signature (XMLDSIG) with certificates six. */
export const XML_DEPTH_MAX = 10
export const XML_ELEMENTS_MAX = 5_000
const TAG_CHARS_MAX = 4_096
const ATTRIBUTES_MAX = 8

/** Of a document as a whole. */
const XML: Where = { element: '-', rule: 'XML 1.0' }
const LIMIT: Where = { element: '-', rule: 'limit' }

const DECLARATION = /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.0"|'1\.0')([^<>?]{0,100})\?>/
const DECLARED_UTF8 =
  /^(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])utf-8\1)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\2)?[ \t\n]*$/i
const NAME = '[A-Za-z][A-Za-z0-9.-]*(?::[A-Za-z][A-Za-z0-9.-]*)?'
const ATTRIBUTE = `[ \\t\\n]+(${NAME})[ \\t\\n]*=[ \\t\\n]*(?:"[^"<&]*"|'[^'<&]*')`
const OPENING = new RegExp(`^<(${NAME})((?:${ATTRIBUTE.replace('(', '(?:')})*)[ \\t\\n]*(/?)>$`)
const CLOSING = new RegExp(`^</(${NAME})[ \\t\\n]*>$`)
const ATTRIBUTES = new RegExp(ATTRIBUTE, 'g')
/** XML 1.0 §2.2: all but these may stand in a document. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NOT_A_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const ONLY_SPACE = /^[ \t\n]*$/

export interface GuardedXml {
  /** Without byte order mark and declaration, line ends as in XML 1.0 §2.11. */
  text: string
  elementCount: number
}

/**
 * Lets through only what a parser can do nothing surprising with: UTF-8, well-formed and balanced, no document type, no
 * entity but the five of XML, no processing instruction, bounded in bytes, depth and elements. One pass over the bytes.
 * Throws `CapRefused`.
 */
export function guardXml(bytes: Uint8Array): GuardedXml {
  if (bytes.length > CAP_BYTES_MAX) refuseCap(LIMIT, 'tooLarge', `over ${CAP_BYTES_MAX} bytes`)
  const text = afterDeclaration(decoded(bytes).replace(/\r\n?/g, '\n'))
  if (NOT_A_CHARACTER.test(text)) refuseCap(XML, 'badCharacter', 'a character that XML does not allow')
  const walk: Walk = { text, open: [], elementCount: 0, isOver: false }
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('<', at)
    checkText(walk, text.slice(at, next === -1 ? text.length : next))
    if (next === -1) break
    at = passMarkup(walk, next)
  }
  if (!walk.isOver) refuseCap(XML, 'malformed', 'the document ends before its root element does')
  return { text, elementCount: walk.elementCount }
}

interface Walk {
  text: string
  /** The names of the elements that are open. */
  open: string[]
  elementCount: number
  /** The root element has ended. */
  isOver: boolean
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuseCap(XML, 'notUtf8', 'the bytes are not UTF-8')
  }
}

function afterDeclaration(text: string): string {
  if (!/^<\?xml[ \t\n]/.test(text)) return text
  const [whole, rest = ''] = DECLARATION.exec(text) ?? []
  if (whole === undefined) refuseCap(XML, 'malformed', 'the XML declaration is not one of XML 1.0')
  if (!DECLARED_UTF8.test(rest)) refuseCap(XML, 'notUtf8', 'the encoding must be UTF-8')
  return text.slice(whole.length)
}

function checkText({ open, isOver }: Walk, run: string): void {
  if (open.length === 0 && !ONLY_SPACE.test(run))
    refuseCap(XML, 'malformed', isOver ? 'text after the root element' : 'text before the root element')
  if (run.includes(']]>')) refuseCap(XML, 'malformed', 'the end of a CDATA section without its beginning')
  const reference = badReference(run)
  if (reference !== undefined) refuseCap(XML, 'entity', `the reference ${reference} is none of XML’s own`)
}

/** Gives where the text goes on. */
function passMarkup(walk: Walk, at: number): number {
  const { text, open } = walk
  if (text.startsWith('<!--', at)) return passComment(text, at)
  if (text.startsWith('<![CDATA[', at)) {
    if (open.length === 0) refuseCap(XML, 'malformed', 'CDATA outside of the root element')
    return endOf(text, at + 9, ']]>')
  }
  if (text.startsWith('<!', at)) refuseCap(XML, 'doctype', 'document types and declarations are not taken')
  if (text.startsWith('<?', at))
    refuseCap(XML, 'processingInstruction', 'processing instructions are not taken')
  const end = endOf(text, at + 1, '>')
  if (end - at > TAG_CHARS_MAX) refuseCap(LIMIT, 'tooLong', `a tag of over ${TAG_CHARS_MAX} characters`)
  const tag = text.slice(at, end)
  if (tag[1] === '/') closeElement(walk, tag)
  else openElement(walk, tag)
  return end
}

function passComment(text: string, at: number): number {
  const end = endOf(text, at + 4, '-->')
  // XML 1.0 §2.5: two hyphens end a comment and stand nowhere else in it.
  if (text.indexOf('--', at + 4) !== end - 3) refuseCap(XML, 'malformed', 'two hyphens inside a comment')
  return end
}

function endOf(text: string, from: number, mark: string): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? refuseCap(XML, 'malformed', `“${mark}” is missing`) : at + mark.length
}

function openElement(walk: Walk, tag: string): void {
  const [, name, attributes = '', isEmpty] = OPENING.exec(tag) ?? []
  if (name === undefined) refuseCap(XML, 'malformed', `no tag: ${tag.slice(0, 60)}`)
  if (walk.isOver) refuseCap(XML, 'malformed', 'a second root element')
  checkAttributes(attributes)
  walk.elementCount += 1
  if (walk.elementCount > XML_ELEMENTS_MAX)
    refuseCap(LIMIT, 'tooManyElements', `over ${XML_ELEMENTS_MAX} elements`)
  if (walk.open.length >= XML_DEPTH_MAX) refuseCap(LIMIT, 'tooDeep', `over ${XML_DEPTH_MAX} levels`)
  if (!isEmpty) walk.open.push(name)
  walk.isOver = walk.open.length === 0
}

function checkAttributes(attributes: string): void {
  const names = [...attributes.matchAll(ATTRIBUTES)].map(([, name]) => name)
  if (names.length > ATTRIBUTES_MAX) refuseCap(LIMIT, 'tooMany', `over ${ATTRIBUTES_MAX} attributes`)
  if (new Set(names).size < names.length) refuseCap(XML, 'malformed', 'an attribute stands twice')
}

function closeElement(walk: Walk, tag: string): void {
  const [, name] = CLOSING.exec(tag) ?? []
  if (name === undefined || walk.open.pop() !== name)
    refuseCap(XML, 'malformed', `${tag.slice(0, 60)} closes nothing`)
  walk.isOver = walk.open.length === 0
}
