import { refuseCap } from '../cap-refusal.ts'
import type { XmlElement } from '../xml/xml-tree.ts'

export const CAP_NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2'
export const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#'

/** How often an element may stand in its parent: `xs:sequence` of the schema, with a limit of ours for “unbounded”. */
export interface Occurrence {
  min: 0 | 1
  max: number
}
export const ONCE: Occurrence = { min: 1, max: 1 }
export const AT_MOST_ONCE: Occurrence = { min: 0, max: 1 }
export const upTo = (max: number): Occurrence => ({ min: 0, max })
export const someUpTo = (max: number): Occurrence => ({ min: 1, max })

/** The children of one element, in the order of the schema. */
export interface Sequence {
  /** `§3.2.1`. */
  clause: string
  children: Readonly<Record<string, Occurrence>>
}

/** One element of the message, with where it stands, for refusals. */
export class CapElement {
  readonly element: XmlElement
  readonly path: string
  readonly #clause: string
  readonly #children: ReadonlyMap<string, readonly XmlElement[]>

  constructor(
    element: XmlElement,
    path: string,
    { clause, children }: { clause: string; children: ReadonlyMap<string, readonly XmlElement[]> },
  ) {
    this.element = element
    this.path = path
    this.#clause = clause
    this.#children = children
  }

  /** Every child of this name, with its path. */
  all(name: string): Leaf[] {
    const found = this.#children.get(name) ?? []
    return found.map((element, index) => this.#leaf(name, element, found.length > 1 ? index + 1 : undefined))
  }

  /** Undefined where there is none. */
  first(name: string): Leaf | undefined {
    return this.all(name)[0]
  }

  /** Of a child that its sequence requires. */
  one(name: string): Leaf {
    const found = this.first(name)
    return found ?? refuseCap(this.where(name), 'missing', `the element <${name}> is missing`)
  }

  /** For refusals that concern a child; `note` is the number of the note in the data dictionary. */
  where(name: string, note?: number) {
    return { element: `${this.path}/${name}`, rule: ruleOf(this.#clause, name, note) }
  }

  #leaf(name: string, element: XmlElement, position: number | undefined): Leaf {
    const path = `${this.path}/${name}${position === undefined ? '' : `[${position}]`}`
    const where = (note?: number) => ({ element: path, rule: ruleOf(this.#clause, name, note) })
    return { element, path, where }
  }
}

/** A child as it was found; what is in it is read by the functions of `values.ts`. */
export interface Leaf {
  element: XmlElement
  path: string
  where(note?: number): { element: string; rule: string }
}

function ruleOf(clause: string, name: string, note: number | undefined): string {
  return `CAP 1.2 ${clause} ${name}${note === undefined ? '' : ` (${note})`}`
}

/**
 * Checks that an element has exactly the children that the schema allows, in its order, and nothing else in it. Throws
 * `CapRefused`: `unknownElement`, `wrongNamespace`, `outOfOrder`, `repeated`, `tooMany`, `missing`, `mixedContent`,
 * `unexpectedAttribute`.
 */
export function openElement(element: XmlElement, path: string, { clause, children }: Sequence): CapElement {
  const where = { element: path, rule: `CAP 1.2 ${clause}` }
  if (element.text.trim() !== '') refuseCap(where, 'mixedContent', 'text between elements')
  checkAttributes(element, path)
  const order = Object.keys(children)
  const found = new Map<string, XmlElement[]>()
  let last = 0
  for (const child of element.children) {
    const at = { element: `${path}/${child.name}`, rule: `CAP 1.2 §3.4 ${element.name}` }
    if (child.namespace !== CAP_NAMESPACE)
      refuseCap(at, 'wrongNamespace', `not of the namespace ${CAP_NAMESPACE}`)
    const place = order.indexOf(child.name)
    if (place === -1) refuseCap(at, 'unknownElement', `<${element.name}> has no such element`)
    if (place < last) refuseCap(at, 'outOfOrder', `it stands behind <${order[last]}>`)
    last = place
    const same = found.get(child.name)
    if (same) same.push(child)
    else found.set(child.name, [child])
  }
  for (const [name, { min, max }] of Object.entries(children)) {
    const count = found.get(name)?.length ?? 0
    const at = { element: `${path}/${name}`, rule: ruleOf(clause, name, undefined) }
    if (count < min) refuseCap(at, 'missing', `the element <${name}> is missing`)
    if (count > max && max === 1) refuseCap(at, 'repeated', 'it stands more than once')
    if (count > max) refuseCap({ ...at, rule: 'limit' }, 'tooMany', `over ${max} of them`)
  }
  return new CapElement(element, path, { clause, children: found })
}

/** The schema gives no attribute to any element; those of its own instance namespace may stand anywhere. */
export function checkAttributes({ attributes }: XmlElement, path: string): void {
  for (const name of attributes.keys()) {
    if (/^[A-Za-z]+:(?:schemaLocation|noNamespaceSchemaLocation)$/.test(name)) continue
    refuseCap(
      { element: `${path}/@${name}`, rule: 'CAP 1.2 §3.4' },
      'unexpectedAttribute',
      'no such attribute',
    )
  }
}
