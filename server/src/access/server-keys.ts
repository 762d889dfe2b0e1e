import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Chance,
  CodedError,
  compileShape,
  createKeyPair,
  EVERY_AREA,
  ed25519Signer,
  type KeyPair,
  type KeySet,
  type Signer,
  shape,
} from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'
import type { Database } from '../storage/database.ts'
import { insertServerKey, listServerKeys } from '../storage/server-keys.ts'

const StoredPair = shape({ kid: Type.String(), publicKey: Type.String(), privateKey: Type.String() })
const KeyFile = shape({
  rootKey: StoredPair,
  commandKey: StoredPair,
  /** Base64url, 32 bytes: from it and the device's key follows the broker secret (`deviceSecret`). */
  enrolmentSecret: Type.String({ minLength: 43, maxLength: 43 }),
})
type KeyFile = Static<typeof KeyFile>
const keyFileCheck = compileShape(KeyFile)

/** Who we are to the clusters: the root key they pinned at enrolment, and the key that seals day by day. */
export interface ServerKeys {
  root: Pick<KeyPair, 'kid' | 'publicKey'>
  rootSigner: Signer
  commandSigner: Signer
  /** The body of `tl/v1/keys`. */
  keySet: KeySet
  enrolmentSecret: string
}

/**
 * Reads the keys from `keys.json` (mode 0600) in the data folder, or makes them at the very first start. Throws
 * `keysLost` where the database knows keys that the file does not hold: every cluster would have to be enrolled anew,
 * and that must not happen by an accident of copying.
 */
export function openServerKeys(
  database: Database,
  { dataDir, chance, now }: { dataDir: string; chance: Chance; now: number },
): ServerKeys {
  const path = join(dataDir, 'keys.json')
  const known = listServerKeys(database)
  const file = readKeyFile(path)
  if (!file && known.length > 0)
    throw new CodedError('keysLost', `${path} is missing; put it back from the backup`)
  const keys = file ?? createKeyFile(path, chance)
  if (known.length > 0 && !known.some(({ kid }) => kid === keys.rootKey.kid))
    throw new CodedError('keysLost', `${path} belongs to another database`)
  registerKeys(database, keys, now)
  return {
    root: { kid: keys.rootKey.kid, publicKey: keys.rootKey.publicKey },
    rootSigner: ed25519Signer(keys.rootKey),
    commandSigner: ed25519Signer(keys.commandKey),
    keySet: keySetOf(keys.commandKey),
    enrolmentSecret: keys.enrolmentSecret,
  }
}

function keySetOf({ kid, publicKey }: KeyPair): KeySet {
  const types: KeySet['keys'][number]['types'] = [
    'config',
    'plan',
    'receipts',
    'emergency',
    'live',
    'command',
  ]
  return { keys: [{ kid, publicKey, areas: [EVERY_AREA], types, endsAt: null }] }
}

function registerKeys(database: Database, keys: KeyFile, now: number): void {
  const known = new Set(listServerKeys(database).map(({ kid }) => kid))
  for (const [purpose, { kid, publicKey }] of [
    ['root', keys.rootKey],
    ['command', keys.commandKey],
  ] as const)
    if (!known.has(kid)) insertServerKey(database, { kid, purpose, publicKey, createdAt: now })
}

function readKeyFile(path: string): KeyFile | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new CodedError('keysLost', `${path} cannot be read`, { cause })
  }
  const value = parsed(text)
  if (!keyFileCheck.check(value)) throw new CodedError('keysLost', `${path} is damaged`)
  chmodSync(path, 0o600)
  return value
}

function createKeyFile(path: string, chance: Chance): KeyFile {
  const file: KeyFile = {
    rootKey: createKeyPair(),
    commandKey: createKeyPair(),
    enrolmentSecret: Buffer.from(chance.bytes(32)).toString('base64url'),
  }
  const temporary = `${path}.tmp`
  const handle = openSync(temporary, 'w', 0o600)
  try {
    writeSync(handle, `${JSON.stringify(file, null, 2)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, path)
  return file
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
