import { pino } from 'pino'
import { type Static, Type } from 'typebox'
import { expect, test } from 'vitest'
import { answerShape } from '../../../src/routes/http/answer-shape.ts'
import { createHttpServer } from '../../../src/routes/http/http-server.ts'

const Colour = Type.Union([Type.Literal('đỏ'), Type.Literal('xanh')])
const Loud = Type.Object({ kind: Type.Literal('loud'), gainDb: Type.Number() })
const Quiet = Type.Object({ kind: Type.Literal('quiet') })
const Answer = Type.Object({
  colour: Colour,
  colourOrNone: Type.Union([Colour, Type.Null()]),
  countOrNone: Type.Union([Type.Integer(), Type.Null()]),
  placeOrNone: Type.Union([Type.Object({ name: Type.String() }), Type.Null()]),
  namesOrNone: Type.Union([Type.Array(Type.String()), Type.Null()]),
  sounds: Type.Array(Type.Union([Loud, Quiet])),
  left: Type.Optional(Type.Union([Type.Null(), Type.String()])),
})

async function answered(value: object): Promise<unknown> {
  const server = createHttpServer({ log: pino({ level: 'silent' }), bodyBytesMax: 1_000, requestMsMax: 0 })
  // Some of what is answered here does not fit, and shall be seen.
  server.get('/', { schema: { response: { 200: Answer } } }, async () => value as Static<typeof Answer>)
  const { statusCode, payload } = await server.inject('/')
  await server.close()
  return statusCode === 200 ? JSON.parse(payload) : statusCode
}

const sounds = [{ kind: 'quiet' }, { kind: 'loud', gainDb: -3 }]
const filled = {
  ...{ colour: 'đỏ', colourOrNone: 'xanh', countOrNone: 7, placeOrNone: { name: 'Xã' }, namesOrNone: ['a'] },
  ...{ sounds, left: 'trái' },
}
const empty = {
  ...{ colour: 'xanh', colourOrNone: null, countOrNone: null, placeOrNone: null, namesOrNone: null },
  ...{ sounds: [], left: null },
}

test('unions are answered as they are, full or empty', async () => {
  expect(await answered(filled)).toEqual(filled)
  expect(await answered(empty)).toEqual(empty)
  const { left: _, ...without } = filled
  expect(await answered(without)).toEqual(without)
})

test('what a shape does not name does not leave the server', async () => {
  const placeOrNone = { name: 'Xã', secret: 'x' }
  expect(await answered({ ...filled, placeOrNone, secret: 'x' })).toEqual(filled)
})

test('what a shape must have and what fits no member of a union is an error', async () => {
  const { countOrNone: _, ...without } = filled
  expect(await answered(without)).toBe(500)
  expect(await answered({ ...filled, sounds: [{ kind: 'other' }] })).toBe(500)
})

test('only unions of several shapes are left to be told apart', () => {
  const text = JSON.stringify(answerShape(Answer))
  expect(text.split('anyOf').length - 1).toBe(1)
  expect(answerShape(Type.Union([Type.Null(), Loud]))).toMatchObject({ type: 'object', nullable: true })
})
