import {
  audienceOf,
  type Command,
  compileShape,
  createKeyPair,
  ed25519Check,
  ed25519Signer,
  type KeySet,
  openCommand,
  openDocument,
  openRecord,
  Receipts,
  TOPICS,
} from '@tieng-lang/protocol'
import { sealJws } from '../../../protocol/src/wire/jws.ts'
import { recordOf } from '../../../server/test/board.ts'
import { changedBytes } from './changed-bytes.ts'
import { changedClaims } from './changed-claims.ts'
import type { Dice } from './dice.ts'
import type { FuzzedParser } from './parsers-suite.ts'

const NOW = 1_790_000_000_000
const root = createKeyPair()
const server = createKeyPair()
const device = createKeyPair()
const types: KeySet['keys'][number]['types'] = ['receipts', 'command']
const keySet: KeySet = {
  keys: [{ kid: server.kid, publicKey: server.publicKey, areas: ['xa-a'], types, endsAt: null }],
}
const shared = { keyring: { root, keySet, areaPath: ['tinh', 'xa-a'] }, signatures: ed25519Check(), now: NOW }
const WORDS = [
  '.',
  '..',
  '=',
  'eyJhbGciOiJub25lIn0',
  'e30',
  'AAAA',
  '-',
  '_',
  '\0',
  '{}',
  '\u{1f4a3}',
  'bnVsbA',
]

/** One kind of envelope: what a good one claims, and by whom it is sealed. */
interface Kind {
  typ: string
  claims: unknown
  key: typeof server
}

/** A quarter of them with a good seal around odd claims, so that what lies behind the signature is reached as well. */
function inputOf({ typ, claims, key }: Kind): (dice: Dice) => Uint8Array {
  const signer = ed25519Signer(key)
  const good = Buffer.from(sealJws(typ, claims, signer))
  return (dice) =>
    dice.below(4) === 0
      ? Buffer.from(sealJws(typ, changedClaims(dice, claims), signer))
      : changedBytes(dice, good, WORDS)
}

const receiptsCheck = compileShape(Receipts, { unknownFields: 'ignore' })
const receipts: Kind = {
  typ: 'tl+receipts',
  key: server,
  claims: {
    ...{ aud: audienceOf('receipts', { clusterId: 'c-1' }), documentId: 'receipts-c-1', revision: 5 },
    ...{ sealedAt: NOW, validUntil: NOW + 1e6, body: { storedThrough: 3, refused: [1, 2] } },
  },
}
const command: Command = {
  ...{ aud: 'clusters/c-1/commands', id: 'lenh-1', sealedAt: NOW, expiresAt: NOW + 60_000 },
  body: { name: 'volume', percent: 50 },
}

/** The three openers of what comes over the broker. */
export const ENVELOPE_PARSERS: readonly FuzzedParser[] = [
  {
    name: 'openDocument',
    inputOf: inputOf(receipts),
    parse(bytes) {
      const bytesMax = TOPICS.receipts.bytesMax
      const audience = audienceOf('receipts', { clusterId: 'c-1' })
      const expected = { ...shared, type: 'receipts', audience, bytesMax, bodyCheck: receiptsCheck } as const
      const opened = openDocument(bytes, expected)
      return opened.ok ? 'taken' : opened.code
    },
    codesMin: 5,
  },
  {
    name: 'openCommand',
    inputOf: inputOf({ typ: 'tl+command', claims: command, key: server }),
    parse(bytes) {
      const bytesMax = TOPICS.commands.bytesMax
      const opened = openCommand(bytes, { ...shared, audience: 'clusters/c-1/commands', bytesMax })
      return opened.ok ? 'taken' : opened.code
    },
    codesMin: 5,
  },
  {
    name: 'openRecord',
    inputOf: inputOf({ typ: 'tl+playout', claims: recordOf('c-1', 1, null), key: device }),
    parse(bytes) {
      const bytesMax = TOPICS.playouts.bytesMax
      const { publicKey } = device
      const opened = openRecord(bytes, {
        clusterId: 'c-1',
        publicKey,
        bytesMax,
        signatures: shared.signatures,
      })
      return opened.ok ? 'taken' : opened.code
    },
    codesMin: 4,
  },
]
