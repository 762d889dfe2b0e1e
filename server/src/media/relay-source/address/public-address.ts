import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * What is no address of the public Internet, by IANA's registry of special-purpose addresses (RFC 6890 and after): this
 * network, private, shared (CGNAT), loopback, link-local, protocol assignments, documentation, 6to4 relays, benchmarking,
 * multicast, reserved and broadcast.
 */
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Of IPv6 only this is handed out as global unicast (RFC 4291 §2.4): loopback, mapped, ULA, link-local, NAT64 lie outside. */
const GLOBAL_V6 = ['2000::', 3] as const
/** Within it: protocol assignments with Teredo, documentation, and 6to4, which carries any IPv4 address in itself. */
const SPECIAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const specialV4 = blockListOf(SPECIAL_V4, 'ipv4')
const globalV6 = blockListOf([GLOBAL_V6], 'ipv6')
const specialV6 = blockListOf(SPECIAL_V6, 'ipv6')

/** Whether an address, as text without brackets, belongs to the public Internet. What is no address does not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialV4.check(address, 'ipv4')
  // A zone (`fe80::1%eth0`) is only written of addresses of this link.
  if (!isIPv6(address) || address.includes('%')) return false
  return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6')
}

function blockListOf(networks: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const [network, prefixBits] of networks) list.addSubnet(network, prefixBits, family)
  return list
}
