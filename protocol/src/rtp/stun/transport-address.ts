import { isIP } from 'node:net'
import { viewOf } from '../bytes.ts'
import { STUN_MAGIC_COOKIE } from './stun-message.ts'

/** Where UDP packets go or come from. */
export interface TransportAddress {
  /** IPv4 or IPv6 as text, IPv6 in the spelling of RFC 5952. */
  address: string
  port: number
}

/** RFC 8489 §14.1: a zero byte, the family, the port, the address. */
const FAMILIES = { v4: 1, v6: 2 } as const
const ADDRESS_OFFSET = 4
/** The longest value of an address attribute, an IPv6 one. */
export const ADDRESS_VALUE_BYTES_MAX = 20

/** As in ALTERNATE-SERVER and MAPPED-ADDRESS (RFC 8489 §14.1). @throws RangeError on what is no address */
export function writeAddress({ address, port }: TransportAddress): Buffer {
  const isV4 = isIP(address) === 4
  const host = isV4 ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address)
  const bytes = Buffer.alloc(ADDRESS_OFFSET + host.length)
  bytes.writeUInt8(isV4 ? FAMILIES.v4 : FAMILIES.v6, 1)
  bytes.writeUInt16BE(port, 2)
  bytes.set(host, ADDRESS_OFFSET)
  return bytes
}

/** Undefined where the value is no address of either family. */
export function parseAddress(value: Uint8Array): TransportAddress | undefined {
  if (value.length < ADDRESS_OFFSET) return undefined
  const port = viewOf(value).getUint16(2)
  const host = value.subarray(ADDRESS_OFFSET)
  if (value[1] === FAMILIES.v4 && host.length === 4) return { address: host.join('.'), port }
  if (value[1] === FAMILIES.v6 && host.length === 16) return { address: ipv6Text(host), port }
  return undefined
}

/** XOR-MAPPED-ADDRESS (RFC 8489 §14.2): hidden from middle boxes that rewrite addresses wherever they see them. */
export function xorAddress(value: Uint8Array, transactionId: Uint8Array): Buffer {
  const mask = Buffer.alloc(16)
  mask.writeUInt32BE(STUN_MAGIC_COOKIE, 0)
  mask.set(transactionId.subarray(0, 12), 4)
  const changed = Buffer.from(value)
  for (let index = 0; index < changed.length - ADDRESS_OFFSET; index += 1) {
    changed[ADDRESS_OFFSET + index] = (changed[ADDRESS_OFFSET + index] ?? 0) ^ (mask[index % 16] ?? 0)
  }
  for (let index = 2; index < Math.min(ADDRESS_OFFSET, changed.length); index += 1) {
    changed[index] = (changed[index] ?? 0) ^ (mask[index - 2] ?? 0)
  }
  return changed
}

/** The URL parser of the platform knows every spelling of an IPv6 address and gives the one of RFC 5952. */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1)
}

function ipv6Bytes(text: string): Buffer {
  // A zone (`%eth0`) has a meaning on one machine only.
  const address = text.replace(/%.*$/, '')
  if (isIP(address) !== 6) throw new RangeError(`${text} is no IP address`)
  const [head = '', tail] = canonicalIpv6(address).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = [...before, ...zeros, ...after]
  const bytes = Buffer.alloc(16)
  for (const [index, group] of groups.entries()) bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2)
  return bytes
}

function ipv6Text(host: Uint8Array): string {
  const view = viewOf(host)
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(index * 2).toString(16))
  return canonicalIpv6(groups.join(':'))
}
