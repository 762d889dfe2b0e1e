import { createHash } from 'node:crypto'
import type { CapResource } from '../cap-alert.ts'
import { refuseCap } from '../cap-refusal.ts'
import { AT_MOST_ONCE, type CapElement, type Leaf, ONCE, openElement, type Sequence } from './sequence.ts'
import { collapsed, matching, optional, requiredText, textOf } from './values.ts'

const RESOURCE: Sequence = {
  clause: '§3.2.3',
  children: {
    resourceDesc: ONCE,
    mimeType: ONCE,
    size: AT_MOST_ONCE,
    uri: AT_MOST_ONCE,
    derefUri: AT_MOST_ONCE,
    digest: AT_MOST_ONCE,
  },
}

/** RFC 3986 §4.3, with the characters that `xs:anyURI` allows beside. */
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]{0,30}:[^\s<>"{}|\\^`]{1,2000}$/
const URI_REFERENCE = /^[^\s<>"{}|\\^`]{1,2000}$/
/** RFC 2045 §5.1: type, subtype and parameters. */
const TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,127}"
const MIME_TYPE = new RegExp(`^${TOKEN}/${TOKEN}(?: ?; ?${TOKEN}=(?:${TOKEN}|"[^"\\\\]{0,127}")){0,8}$`)
const BASE_64 = /^[A-Za-z0-9+/]+={0,2}$/

export const absoluteUri = matching(ABSOLUTE_URI, 'badUri', 'it must be a full, absolute URI')

/** §3.2.3. Throws `CapRefused`. */
export function readResource(leaf: Leaf): CapResource {
  const inside = openElement(leaf.element, leaf.path, RESOURCE)
  const derefUri = optional(inside.first('derefUri'), base64)
  return {
    resourceDesc: requiredText(inside.one('resourceDesc')),
    mimeType: matching(MIME_TYPE, 'badMimeType', 'it must be like audio/mpeg')(inside.one('mimeType')),
    sizeBytes: optional(inside.first('size'), size),
    uri: optional(inside.first('uri'), (uri) => (derefUri === null ? absoluteUri(uri) : uriReference(uri))),
    derefUri,
    digest: readDigest(inside, derefUri),
  }
}

/** With content beside it, it may also be a name of that content. */
const uriReference = matching(URI_REFERENCE, 'badUri', 'it must be a URI, or a name of what <derefUri> holds')

function size(leaf: Leaf): number {
  const text = collapsed(leaf)
  return /^\+?[0-9]{1,15}$/.test(text) ? Number(text) : refuseCap(leaf.where(), 'badSize', 'whole bytes')
}

function base64(leaf: Leaf): string {
  const text = textOf(leaf).replace(/[ \t\n\r]+/g, '')
  const isWhole = text.length % 4 === 0 && BASE_64.test(text)
  return isWhole ? text : refuseCap(leaf.where(), 'badBase64', 'it must be base 64')
}

/** FIPS 180-2 SHA-1; of content that came along it must be the hash. */
function readDigest(inside: CapElement, derefUri: string | null): string | null {
  const leaf = inside.first('digest')
  if (!leaf) return null
  const digest = matching(/^[0-9a-fA-F]{40}$/, 'badDigest', 'a SHA-1 has 40 hexadecimal digits')(leaf)
  if (derefUri === null) return digest
  const hash = createHash('sha1').update(Buffer.from(derefUri, 'base64')).digest('hex')
  if (hash !== digest.toLowerCase())
    refuseCap(leaf.where(1), 'digestMismatch', 'it is not the hash of what <derefUri> holds')
  return digest
}
