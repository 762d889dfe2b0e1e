import { XMLParser } from 'fast-xml-parser'
import { refuseCap } from '../cap-refusal.ts'
import type { GuardedXml } from './xml-guard.ts'
import { XML_DEPTH_MAX } from './xml-guard.ts'
import { decodeReferences } from './xml-references.ts'

/** An element with its namespace (Namespaces in XML 1.0); its text is that of all its parts, references decoded. */
export interface XmlElement {
  namespace: string
  name: string
  children: XmlElement[]
  text: string
  /** Without those that declare namespaces: `prefix:name` → value. */
  attributes: ReadonlyMap<string, string>
  hasComment: boolean
}

const TEXT = '#text'
const CDATA = '#cdata'
const COMMENT = '#comment'
const ATTRIBUTES = ':@'

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // The five entities are decoded here, once: the parser knows of none.
  processEntities: false,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  commentPropName: COMMENT,
  maxNestedTags: XML_DEPTH_MAX,
})

/** Prefix → namespace; the default one under the empty prefix. */
type Scope = ReadonlyMap<string, string>

const NO_SCOPE: Scope = new Map([
  ['', ''],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
])

/** The tree of a guarded document. Throws `CapRefused`. */
export function parseXml({ text, elementCount }: GuardedXml): XmlElement {
  const counter = { elements: 0 }
  const [root] = nodesOf(parsed(text)).flatMap((node) => elementOf(node, NO_SCOPE, counter) ?? [])
  // Where parser and guard do not see the same elements, one of them is deceived.
  if (!root || counter.elements !== elementCount) return malformed('the document has no clear structure')
  return root
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text)
  } catch (cause) {
    return malformed(cause instanceof Error ? cause.message.slice(0, 100) : 'not XML')
  }
}

/** The parser gives arrays of objects with one key each: the name of an element, or one of the marks above. */
type ParsedNode = Readonly<Record<string, unknown>>

function nodesOf(value: unknown): ParsedNode[] {
  return Array.isArray(value) ? value.filter((node) => typeof node === 'object' && node !== null) : []
}

function elementOf(node: ParsedNode, outer: Scope, counter: { elements: number }): XmlElement | undefined {
  const tag = Object.keys(node).find((key) => key !== ATTRIBUTES)
  if (tag === undefined || tag === TEXT || tag === CDATA || tag === COMMENT) return undefined
  counter.elements += 1
  const all = Object.entries(node[ATTRIBUTES] ?? {}).map(([name, value]) => [name, String(value)] as const)
  const scope = scopeOf(all, outer)
  const parts = nodesOf(node[tag])
  const { prefix, name } = split(tag)
  return {
    namespace: scope.get(prefix) ?? malformed(`nobody has declared the prefix ${prefix}`),
    name,
    children: parts.flatMap((part) => elementOf(part, scope, counter) ?? []),
    text: parts.map(textOf).join(''),
    attributes: new Map(all.filter(([name]) => !isDeclaration(name))),
    hasComment: parts.some((part) => COMMENT in part),
  }
}

function textOf(node: ParsedNode): string {
  if (TEXT in node) return decodeReferences(String(node[TEXT])) ?? malformed('a reference to nothing')
  if (CDATA in node)
    return nodesOf(node[CDATA])
      .map((part) => String(part[TEXT] ?? ''))
      .join('')
  return ''
}

function scopeOf(attributes: readonly (readonly [string, string])[], outer: Scope): Scope {
  const declared = attributes.filter(([name]) => isDeclaration(name))
  if (declared.length === 0) return outer
  return new Map([...outer, ...declared.map(([name, value]) => [name.slice(6), value] as const)])
}

function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:')
}

function split(tag: string): { prefix: string; name: string } {
  const colon = tag.indexOf(':')
  return { prefix: tag.slice(0, Math.max(colon, 0)), name: tag.slice(colon + 1) }
}

function malformed(detail: string): never {
  return refuseCap({ element: '-', rule: 'XML 1.0' }, 'malformed', detail)
}
