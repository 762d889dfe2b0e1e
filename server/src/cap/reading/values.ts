import type { CapPair, CapReference } from '../cap-alert.ts'
import { type CapRefusalCode, refuseCap } from '../cap-refusal.ts'
import { parseCapTime } from './cap-time.ts'
import { checkAttributes, type Leaf, ONCE, openElement } from './sequence.ts'

/** What names a message or its sender is compared and stored: a limit of ours. */
const NAME_CHARS_MAX = 250
const LIST_ITEMS_MAX = 200

/** The text of an element that holds nothing else. Throws `CapRefused`. */
export function textOf(leaf: Leaf): string {
  const { element, path } = leaf
  const [child] = element.children
  if (child) refuseCap({ ...leaf.where(), element: `${path}/${child.name}` }, 'unknownElement', 'only text')
  if (element.hasComment) refuseCap(leaf.where(), 'commentInText', 'a comment inside a value')
  checkAttributes(element, path)
  return element.text
}

/** Text that says something. */
export function requiredText(leaf: Leaf): string {
  const text = textOf(leaf)
  return text.trim() === '' ? refuseCap(leaf.where(), 'empty', 'it says nothing') : text
}

/** Null where the element is absent. */
export function optional<T>(leaf: Leaf | undefined, read: (leaf: Leaf) => T): T | null {
  return leaf ? read(leaf) : null
}

/** XML Schema 1.0 §4.3.6 `whiteSpace = collapse`, as for all types but `xs:string`. */
export function collapsed(leaf: Leaf): string {
  return textOf(leaf)
    .replace(/[ \t\n\r]+/g, ' ')
    .replace(/^ | $/g, '')
}

/** One of a list of codes, spelled exactly so. */
export function oneOf<const T extends string>(codes: readonly T[]): (leaf: Leaf) => T {
  return (leaf) => {
    const text = textOf(leaf)
    const code = codes.find((each) => each === text)
    return (
      code ?? refuseCap(leaf.where(), 'unknownValue', `“${text.slice(0, 40)}” is none of ${codes.join(', ')}`)
    )
  }
}

/** §3.2.1 identifier (2), sender (2): no spaces, commas, `<` or `&`. */
export function messageName(leaf: Leaf): string {
  const text = requiredText(leaf)
  if (/[\s,<&]/.test(text))
    refuseCap(leaf.where(2), 'restrictedCharacter', 'no spaces, commas, “<” or “&” may stand in it')
  if (text.length > NAME_CHARS_MAX)
    refuseCap({ ...leaf.where(), rule: 'limit' }, 'tooLong', `over ${NAME_CHARS_MAX} characters`)
  return text
}

/** Unix ms. */
export function time(leaf: Leaf): number {
  const found = parseCapTime(collapsed(leaf))
  return typeof found === 'number' ? found : refuseCap(leaf.where(2), found.code, found.detail)
}

const LIST_ITEM = /\s*(?:"([^"]+)"|([^\s"]+))(?=\s|$)/y

/** Separated by white space; what has white space in it stands in double quotes. */
export function list(leaf: Leaf): string[] {
  const text = requiredText(leaf).trim()
  const items: string[] = []
  for (LIST_ITEM.lastIndex = 0; LIST_ITEM.lastIndex < text.length; ) {
    const [, quoted, plain] = LIST_ITEM.exec(text) ?? []
    const item = (quoted ?? plain)?.trim()
    if (!item)
      refuseCap(leaf.where(), 'badList', 'separated by spaces, in double quotes what has spaces in it')
    items.push(item)
  }
  return bounded(leaf, items)
}

/** §3.2.1 references: `sender,identifier,sent`, separated by white space. */
export function references(leaf: Leaf): CapReference[] {
  const items = bounded(leaf, requiredText(leaf).trim().split(/\s+/))
  return items.map((item) => {
    const [sender = '', identifier = '', sent = '', ...more] = item.split(',')
    const sentAt = parseCapTime(sent)
    if (
      sender === '' ||
      identifier === '' ||
      /[<&]/.test(item) ||
      more.length > 0 ||
      typeof sentAt !== 'number'
    )
      return refuseCap(leaf.where(1), 'badReference', `“${item.slice(0, 80)}” is not sender,identifier,sent`)
    return { sender, identifier, sentAt }
  })
}

function bounded<T>(leaf: Leaf, items: T[]): T[] {
  if (items.length > LIST_ITEMS_MAX)
    refuseCap({ ...leaf.where(), rule: 'limit' }, 'tooMany', `over ${LIST_ITEMS_MAX} of them`)
  return items
}

/** `valueName` and `value` (§3.4). */
export function pair(leaf: Leaf): CapPair {
  const clause = leaf.where().rule.replace('CAP 1.2 ', '')
  const inside = openElement(leaf.element, leaf.path, { clause, children: { valueName: ONCE, value: ONCE } })
  return { valueName: requiredText(inside.one('valueName')), value: textOf(inside.one('value')) }
}

/** Text of a form that one expression can tell. */
export function matching(pattern: RegExp, code: CapRefusalCode, detail: string): (leaf: Leaf) => string {
  return (leaf) => {
    const text = collapsed(leaf)
    return pattern.test(text) ? text : refuseCap(leaf.where(), code, detail)
  }
}
