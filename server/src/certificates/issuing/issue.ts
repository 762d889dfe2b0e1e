import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, DAY_MS } from '@tieng-lang/protocol'
import type { StoredPair } from '../certificate-file.ts'
import { runOpenssl } from './openssl.ts'
import { certificateOrder } from './order-file.ts'

const ROOT_MS = 20 * 365 * DAY_MS
/** Apple takes no longer ones than 398 days from anybody that a person has not looked at (HT211025); and no more is needed. */
const SERVER_MS = 397 * DAY_MS
/** Phones whose clock is behind take it too. */
const BEFORE_NOW_MS = DAY_MS
/** The root is made once, perhaps by a clock that is ahead and is put right later. */
const ROOT_BEFORE_NOW_MS = 365 * DAY_MS
const WORK_FOLDER = 'certificate-work'

export interface Issuing {
  clock: Clock
  /** The data folder: keys never leave it. */
  folder: string
  now: number
}

/** A root of our own. Rejects with `opensslMissing`, `opensslFailed`, `tookTooLong`. */
export async function issueRoot(issuing: Issuing): Promise<StoredPair> {
  const { now } = issuing
  const key = newKey()
  const order = {
    ...{ kind: 'root' as const, names: [], commonName: `Tiếng Làng ${shortNameOf(key)}` },
    ...{ validFromAt: now - ROOT_BEFORE_NOW_MS, validUntilAt: now + ROOT_MS },
  }
  return inWorkFolder(issuing, { 'subject.key': key, 'issuer.key': key }, order)
}

/** A certificate for these names and addresses, signed by the root. Rejects as `issueRoot`. */
export async function issueServerCertificate({
  root,
  names,
  ...issuing
}: Issuing & { root: StoredPair; names: readonly string[] }): Promise<StoredPair> {
  const { now } = issuing
  const files = { 'subject.key': newKey(), 'issuer.key': root.key, 'issuer.crt': root.certificate }
  const order = {
    ...{ kind: 'server' as const, names, commonName: names[0] ?? 'localhost' },
    ...{ validFromAt: now - BEFORE_NOW_MS, validUntilAt: now + SERVER_MS },
  }
  return inWorkFolder(issuing, files, order)
}

type KeyFiles = Record<string, string> & { 'subject.key': string }

async function inWorkFolder(
  { folder, clock }: Issuing,
  files: KeyFiles,
  order: Parameters<typeof certificateOrder>[0],
): Promise<StoredPair> {
  const work = join(folder, WORK_FOLDER)
  // A run that was cut off may have left its own.
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { mode: 0o700 })
  try {
    const { config, requestArguments, signArguments } = certificateOrder(order)
    const content = { ...files, 'order.cnf': config, 'index.txt': '' }
    for (const [name, text] of Object.entries(content))
      await writeFile(join(work, name), text, { mode: 0o600 })
    await runOpenssl(requestArguments, { folder: work, clock })
    await runOpenssl(signArguments, { folder: work, clock })
    return { certificate: await readFile(join(work, 'made.crt'), 'utf8'), key: files['subject.key'] }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** P-256, which every browser takes (RFC 8446 §9.1), as PKCS #8 in PEM. */
function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** `1A2B-3C4D`: two communes' roots can be told apart in a phone's list. */
function shortNameOf(key: string): string {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const hash = createHash('sha256').update(publicKey).digest('hex').toUpperCase()
  return `${hash.slice(0, 4)}-${hash.slice(4, 8)}`
}
