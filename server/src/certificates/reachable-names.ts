import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import type { ServerConfig } from '../config.ts'

const EVERY_ADDRESS = new Set(['0.0.0.0', '::'])
/** RFC 1123 §2.1: letters, digits and hyphens, parted by dots. */
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/

/**
 * What a browser may have in its address bar when it talks to us: what we listen on, this machine's name (with `.local`
 * as well, RFC 6762), the hosts of the public URLs, and what the config adds. IPv6 addresses change by the day, so that
 * only those are here that somebody has written down.
 */
export function reachableNames({ host: mainHost, https, publicHttpUrls }: ServerConfig): string[] {
  const host = https?.host ?? mainHost
  const listening = EVERY_ADDRESS.has(host) ? networkAddresses() : [host]
  const machine = hostname().toLowerCase().split('.')[0] ?? ''
  const added = https && 'names' in https ? (https.names ?? []) : []
  const names = [
    ...['localhost', '127.0.0.1', '::1', machine, `${machine}.local`],
    ...listening,
    ...publicHttpUrls.map(hostOf),
    ...added,
  ].map((name) => name.toLowerCase())
  return [...new Set(names)].filter((name) => isIP(name) !== 0 || DNS_NAME.test(name))
}

/** Whether a client that asks for this name or address would take it. */
export function coversName(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined
}

function networkAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}

function hostOf(url: string): string {
  // An IPv6 address stands in brackets there.
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : ''
}
