import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type Clock, CodedError } from '@tieng-lang/protocol'
import { within } from '../within.ts'
import { isPublicAddress } from './public-address.ts'

/** What a source may be, and by which time and names it is looked for. */
export interface SourceRules {
  clock: Clock
  /** `host:port` of sources on the own network that somebody who administers the machine has named. */
  privateSourcesAllowed: readonly string[]
  /** Every address of a name; without it the system's resolver. */
  resolve?: (hostname: string) => Promise<string[]>
}

export interface CheckedAddress {
  address: string
  family: 4 | 6
}

const SCHEMES = ['http:', 'https:']
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }
const URL_LENGTH_MAX = 2_000
const RESOLVE_MS_MAX = 5_000

/** Throws `sourceRefused` for what is no URL of a scheme of the list, and for one that carries a password. */
export function parseSourceUrl(text: string, base?: URL): URL {
  const url = text.length > URL_LENGTH_MAX ? null : parsed(text, base)
  if (!url) throw new CodedError('sourceRefused', 'not a URL')
  if (!SCHEMES.includes(url.protocol))
    throw new CodedError('sourceRefused', `${url.protocol} is none of ${SCHEMES.join(' ')}`)
  // It would be shown to everyone who sees the programme.
  if (url.username !== '' || url.password !== '')
    throw new CodedError('sourceRefused', 'a URL must not carry a name or a password')
  return url
}

function parsed(text: string, base: URL | undefined): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return null
  }
}

/**
 * The addresses of a URL's host that may be connected to, as its name is resolved now; whoever connects uses these, and
 * asks no resolver again. Rejects with `sourceRefused` where all are of a private network, `sourceUnreachable` where the
 * name is not known.
 */
export async function checkedAddresses(url: URL, rules: SourceRules): Promise<CheckedAddress[]> {
  const hostname = hostOf(url)
  const found = isIP(hostname) === 0 ? await resolved(hostname, rules) : [hostname]
  return allowedOf(url, found, rules.privateSourcesAllowed).map((address) => ({
    address,
    family: isIP(address) === 6 ? 6 : 4,
  }))
}

/** The same where the host is an address, without asking anybody. Throws `sourceRefused`. */
export function checkLiteralAddress(url: URL, privateSourcesAllowed: readonly string[]): void {
  if (isIP(hostOf(url)) !== 0) allowedOf(url, [hostOf(url)], privateSourcesAllowed)
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function allowedOf(url: URL, found: readonly string[], named: readonly string[]): string[] {
  const hostname = hostOf(url)
  const port = url.port === '' ? DEFAULT_PORTS[url.protocol] : url.port
  const isNamed = (host: string) => named.includes(`${host}:${port}`)
  const allowed = found.filter((each) => isPublicAddress(each) || isNamed(each) || isNamed(hostname))
  if (allowed.length > 0) return allowed
  throw new CodedError('sourceRefused', `${hostname} is on a private or special network`)
}

async function resolved(
  hostname: string,
  { clock, resolve = systemResolve }: SourceRules,
): Promise<string[]> {
  const unknown = () => new CodedError('sourceUnreachable', `${hostname} is not known`)
  const addresses = await within(resolve(hostname), {
    clock,
    delayMsMax: RESOLVE_MS_MAX,
    late: unknown,
  }).catch((cause: unknown) => {
    throw cause instanceof CodedError ? cause : unknown()
  })
  if (addresses.length === 0) throw unknown()
  return addresses
}

async function systemResolve(hostname: string): Promise<string[]> {
  const found = await lookup(hostname, { all: true })
  return found.map(({ address }) => address)
}
