import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { CodedError } from '@tieng-lang/protocol'
import {
  type CheckedAddress,
  checkedAddresses,
  parseSourceUrl,
  type SourceRules,
} from './address/checked-address.ts'
import type { ByteAllowance } from './byte-allowance.ts'
import { within } from './within.ts'

const REDIRECTS_MAX = 5
const REDIRECTING = new Set([301, 302, 303, 307, 308])
/** From asking until the head of an answer has come, each hop. */
const ANSWER_MS_MAX = 8_000
/** A stream that gives no byte for so long is broken. */
const IDLE_MS_MAX = 10_000
/** `Icy-MetaData: 0`: Icecast must not put titles between the sound. */
const HEADERS = { accept: '*/*', 'icy-metadata': '0', 'user-agent': 'tieng-lang' }

export interface Fetching extends SourceRules {
  signal: AbortSignal
  /** Of all answers of one source together. */
  allowance: ByteAllowance
}

/** An answer whose body is still to come; somebody has to read it or `destroy` it. */
export interface Fetched {
  /** Where it came from after all redirects. */
  url: URL
  body: IncomingMessage
}

/**
 * Asks for a URL. Redirects are followed here, five at most: scheme and address of every hop are checked, and each
 * connection goes to the very address that was checked. Rejects with `sourceRefused`, `sourceUnreachable`.
 */
export async function fetchChecked(address: string | URL, fetching: Fetching): Promise<Fetched> {
  let url = parseSourceUrl(String(address))
  for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
    const body = await askOnce(url, await checkedAddresses(url, fetching), fetching)
    const { statusCode = 0, headers } = body
    if (statusCode === 200) return { url, body }
    body.destroy()
    if (!REDIRECTING.has(statusCode) || headers.location === undefined)
      throw new CodedError('sourceUnreachable', `${url.host} answers ${statusCode}`)
    url = parseSourceUrl(headers.location, url)
  }
  throw new CodedError('sourceUnreachable', `over ${REDIRECTS_MAX} redirects`)
}

function askOnce(
  url: URL,
  addresses: readonly CheckedAddress[],
  { clock, signal }: Fetching,
): Promise<IncomingMessage> {
  const ask = url.protocol === 'https:' ? requestHttps : requestHttp
  const hurry = new AbortController()
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    const request = ask(url, {
      ...{ agent: false, headers: HEADERS, lookup: pinned(addresses) },
      signal: AbortSignal.any([signal, hurry.signal]),
    })
    request.once('response', resolve)
    request.on('error', (cause) => reject(unreachable(url, cause)))
    request.end()
  })
  const late = () => {
    hurry.abort()
    return new CodedError('sourceUnreachable', `${url.host} does not answer`)
  }
  return within(answer, { clock, delayMsMax: ANSWER_MS_MAX, late })
}

/** The name is not resolved again: the second answer of a resolver could be another one. */
function pinned(addresses: readonly CheckedAddress[]): LookupFunction {
  return (hostname, { all }, callback) => {
    const [first] = addresses
    if (all) callback(null, [...addresses])
    else if (first) callback(null, first.address, first.family)
    else callback(new Error(`${hostname} has no address`), '')
  }
}

/** The bytes as they come. Throws `sourceUnreachable` where they break off, `sourceTooLarge` beyond the allowance. */
export async function* bytesOf(
  { url, body }: Fetched,
  { clock, allowance }: Pick<Fetching, 'allowance' | 'clock'>,
): AsyncGenerator<Buffer, void, void> {
  const late = () => new CodedError('sourceUnreachable', `nothing comes from ${url.host}`)
  const chunks = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      // Counted only while it is waited for: whoever reads may take their time.
      const next = await within(chunks.next(), { clock, delayMsMax: IDLE_MS_MAX, late })
      if (next.done) return
      allowance.take(next.value.length)
      yield next.value
    }
  } catch (cause) {
    throw cause instanceof CodedError ? cause : unreachable(url, cause)
  } finally {
    body.destroy()
  }
}

/** All of a short answer. Rejects as `bytesOf` does, and with `sourceTooLarge` over `bytesMax`. */
export async function wholeOf(
  fetched: Fetched,
  { bytesMax, ...fetching }: Parameters<typeof bytesOf>[1] & { bytesMax: number },
): Promise<Buffer> {
  return allOf(bytesOf(fetched, fetching), bytesMax)
}

/** What is left of an answer, in one piece. Rejects as `wholeOf` does. */
export async function allOf(left: AsyncIterable<Buffer>, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of left) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new CodedError('sourceTooLarge', `over ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function unreachable({ host }: URL, cause: unknown): CodedError {
  const code = cause instanceof Error && 'code' in cause ? `: ${String(cause.code)}` : ''
  return new CodedError('sourceUnreachable', `${host} cannot be reached${code}`, { cause })
}
