import { compactVerify, importJWK } from 'jose'
import { expect, test } from 'vitest'
import {
  audienceOf,
  COMMAND_MS_MAX,
  type Command,
  CommandMemory,
  compareRevision,
  compileShape,
  createKeyPair,
  type DocumentExpectation,
  ed25519Check,
  ed25519Signer,
  type KeySet,
  nextRevision,
  openCommand,
  openDocument,
  Receipts,
  type Receipts as ReceiptsBody,
  sealCommand,
  sealDocument,
  TOPICS,
} from '../../src/index.ts'

const root = createKeyPair()
const server = createKeyPair()
const stranger = createKeyPair()
const NOW = 1_790_000_000_000
const audience = audienceOf('receipts', { clusterId: 'c-1' })
const keySet: KeySet = {
  keys: [
    {
      kid: server.kid,
      publicKey: server.publicKey,
      areas: ['xa-a'],
      types: ['receipts', 'command'],
      endsAt: NOW + 1e6,
    },
  ],
}

function expecting(
  overrides: Partial<DocumentExpectation<ReceiptsBody>> = {},
): DocumentExpectation<ReceiptsBody> {
  return {
    type: 'receipts',
    audience,
    bytesMax: TOPICS.receipts.bytesMax,
    bodyCheck: compileShape(Receipts, { unknownFields: 'ignore' }),
    keyring: { root, keySet, areaPath: ['tinh', 'xa-a'] },
    signatures: ed25519Check(),
    now: NOW,
    ...overrides,
  }
}

const receipts = (overrides: Record<string, unknown> = {}, signer = ed25519Signer(server)) =>
  sealDocument(
    {
      type: 'receipts',
      audience,
      documentId: 'receipts-c-1',
      revision: 5,
      sealedAt: NOW,
      validUntil: null,
      body: { storedThrough: 3, refused: [] },
      ...overrides,
    },
    signer,
  )

const codeOf = (bytes: Uint8Array, overrides: Partial<DocumentExpectation<ReceiptsBody>> = {}) => {
  const opened = openDocument(bytes, expecting(overrides))
  return opened.ok ? 'ok' : opened.code
}

test('RFC 7515 §7.1: jose verifies what we seal, byte for byte', async () => {
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: server.publicKey }, 'EdDSA')
  const { payload, protectedHeader } = await compactVerify(Buffer.from(receipts()).toString(), key)
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: server.kid, typ: 'tl+receipts' })
  expect(JSON.parse(new TextDecoder().decode(payload)).body).toEqual({ storedThrough: 3, refused: [] })
})

test('a well-sealed document opens, and a newer server may add fields', () => {
  expect(codeOf(receipts())).toBe('ok')
  expect(codeOf(receipts({ body: { storedThrough: 3, refused: [], addedLater: true } }))).toBe('ok')
})

test('each way in which a document can be wrong has its own code', () => {
  expect(codeOf(Buffer.alloc(40_000, 65))).toBe('oversized')
  expect(codeOf(Buffer.from('{}'))).toBe('malformed')
  expect(codeOf(receipts({ audience: audienceOf('receipts', { clusterId: 'c-2' }) }))).toBe('wrongAudience')
  expect(codeOf(receipts({ type: 'plan' }))).toBe('unknownType')
  expect(codeOf(receipts({}, ed25519Signer(stranger)))).toBe('unknownKey')
  expect(codeOf(receipts({}, { ...ed25519Signer(stranger), kid: server.kid }))).toBe('badSignature')
  expect(codeOf(receipts({}, ed25519Signer(root)))).toBe('unknownKey')
  expect(codeOf(receipts(), { keyring: { root, keySet, areaPath: ['tinh', 'xa-b'] } })).toBe('keyNotAllowed')
  expect(codeOf(receipts(), { now: NOW + 2e6 })).toBe('keyEnded')
  expect(codeOf(receipts({ validUntil: NOW }))).toBe('expired')
  expect(codeOf(receipts({ body: { storedThrough: -1, refused: [] } }))).toBe('shapeMismatch')
  expect(codeOf(receipts({}, { ...ed25519Signer(server), algorithm: 'none' }))).toBe('unknownAlgorithm')
})

test('every flipped bit of a sealed document is refused', () => {
  const bytes = receipts()
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Uint8Array.from(bytes)
    const index = bit >> 3
    changed[index] = (changed[index] ?? 0) ^ (1 << (bit & 7))
    expect(codeOf(changed)).not.toBe('ok')
  }
})

test('revisions: higher is taken, equal and same is a re-delivery, lower or changed is stale', () => {
  const held = { documentId: 'd', revision: 5, sha256: 'a' }
  expect(compareRevision(undefined, held)).toBe('take')
  expect(compareRevision(held, { ...held, revision: 6 })).toBe('take')
  expect(compareRevision(held, held)).toBe('redelivery')
  expect(compareRevision(held, { ...held, sha256: 'b' })).toBe('staleDocument')
  expect(compareRevision(held, { ...held, revision: 4 })).toBe('staleDocument')
  expect(nextRevision(undefined, 1000.7)).toBe(1000)
  expect(nextRevision(5000, 1000)).toBe(5001)
})

const commandAudience = audienceOf('commands', { clusterId: 'c-1' })
const command = (overrides: Partial<Command> = {}): Command => ({
  aud: commandAudience,
  id: 'k-1',
  sealedAt: NOW,
  expiresAt: NOW + COMMAND_MS_MAX,
  body: { name: 'volume', percent: 40 },
  ...overrides,
})
const commandCode = (sealed: Command, now: number | undefined) => {
  const opened = openCommand(sealCommand(sealed, ed25519Signer(server)), {
    audience: commandAudience,
    bytesMax: TOPICS.commands.bytesMax,
    keyring: { root, keySet, areaPath: ['xa-a'] },
    signatures: ed25519Check(),
    now,
  })
  return opened.ok ? 'ok' : opened.code
}

test('a command is fresh or refused; without a clock only time and stop are taken', () => {
  const stop = command({ body: { name: 'stop', broadcastId: null } })
  expect(commandCode(command(), NOW)).toBe('ok')
  expect(commandCode(command(), NOW + 2 * COMMAND_MS_MAX + 1)).toBe('expired')
  expect(commandCode(command({ sealedAt: NOW + 61_000, expiresAt: NOW + 90_000 }), NOW)).toBe('notYetSealed')
  expect(commandCode(command({ expiresAt: NOW + COMMAND_MS_MAX + 1 }), NOW)).toBe('expired')
  expect(commandCode(command(), undefined)).toBe('expired')
  expect(commandCode(stop, undefined)).toBe('ok')
  expect(commandCode(stop, NOW + 2 * COMMAND_MS_MAX + 1)).toBe('expired')
})

test('a command id is admitted once, and the memory of ids is bounded', () => {
  const memory = new CommandMemory(3)
  expect([memory.admit('a', 0), memory.admit('a', 1), memory.admit('b', 1), memory.admit('c', 1)]).toEqual([
    'take',
    'replayed',
    'take',
    'take',
  ])
  expect(memory.admit('d', 2)).toBe('tooManyCommands')
  expect(memory.admit('d', 1_000_000)).toBe('take')
})
