import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Chance,
  CodedError,
  compileShape,
  createKeyPair,
  EVERY_AREA,
  ed25519Signer,
  type Files,
  type KeyPair,
  type KeySet,
  type Signer,
  shape,
} from '@tieng-lang/protocol'
import { systemFiles } from '@tieng-lang/protocol/node'
import { type Static, Type } from 'typebox'
import type { Database } from '../storage/database.ts'
import { insertServerKey, listServerKeys } from '../storage/trust/server-keys.ts'

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

const FILE_NAME = 'keys.json'
const OWNER_ONLY = 0o600

export interface ServerKeysOptions {
  dataDir: string
  chance: Chance
  now: number
  /** The data folder, where it is not on the machine's own disk. */
  files?: Files
}

/**
 * Reads the keys from `keys.json` (mode 0600) in the data folder, or makes them at the very first start; they are on
 * the disk before the database knows them. Rejects with `keysLost` where the database knows keys that the file does
 * not hold: every cluster would have to be enrolled anew, and that must not happen by an accident of copying.
 */
export async function openServerKeys(
  database: Database,
  { dataDir, chance, now, files = systemFiles(dataDir) }: ServerKeysOptions,
): Promise<ServerKeys> {
  const path = join(dataDir, FILE_NAME)
  const known = listServerKeys(database)
  const file = await readKeyFile(files, path)
  if (!file && known.length > 0)
    throw new CodedError('keysLost', `${path} is missing; put it back from the backup`)
  const keys = file ?? (await createKeyFile(files, chance))
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

/** The key with which this server signs everything, everywhere and without an end. */
export function keySetOf({ kid, publicKey }: Pick<KeyPair, 'kid' | 'publicKey'>): KeySet {
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

async function readKeyFile(files: Files, path: string): Promise<KeyFile | undefined> {
  const bytes = await files.read(FILE_NAME).catch((cause: unknown) => {
    throw new CodedError('keysLost', `${path} cannot be read`, { cause })
  })
  if (!bytes) return undefined
  const value = parsed(Buffer.from(bytes).toString('utf8'))
  if (!keyFileCheck.check(value)) throw new CodedError('keysLost', `${path} is damaged`)
  // Whoever put it back from a copy may have opened it to others.
  await chmod(path, OWNER_ONLY)
  return value
}

async function createKeyFile(files: Files, chance: Chance): Promise<KeyFile> {
  const file: KeyFile = {
    rootKey: createKeyPair(),
    commandKey: createKeyPair(),
    enrolmentSecret: Buffer.from(chance.bytes(32)).toString('base64url'),
  }
  await files.replace(FILE_NAME, Buffer.from(`${JSON.stringify(file, null, 2)}\n`), { isSecret: true })
  return file
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
