import { type Static, Type } from 'typebox'
import { BroadcastId } from '../broadcast/plan.ts'
import { Instant } from '../ids.ts'
import { shape } from '../shape.ts'

/** Random text that an answer must repeat: base64url, 16 bytes. */
export const Nonce = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' })
export type Nonce = Static<typeof Nonce>

/** What an operator gives as it is. */
export const PlainCommandBody = Type.Union([
  shape({ name: Type.Literal('volume'), percent: Type.Integer({ minimum: 0, maximum: 100 }) }),
  shape({
    name: Type.Literal('amplifier'),
    power: Type.Union([Type.Literal('on'), Type.Literal('off'), Type.Literal('auto')]),
  }),
  shape({ name: Type.Literal('pause') }),
  shape({ name: Type.Literal('resume') }),
  shape({ name: Type.Literal('next') }),
  shape({
    name: Type.Literal('selfTest'),
    kind: Type.Union([Type.Literal('silent'), Type.Literal('audible')]),
  }),
  shape({ name: Type.Literal('restart') }),
])
export type PlainCommandBody = Static<typeof PlainCommandBody>

/** What a cluster can be told to do at once (R17). Lives at most 60 s; to an absent cluster it is lost on purpose. */
export const CommandBody = Type.Union([
  shape({ name: Type.Literal('time'), nonce: Nonce, serverAt: Instant }),
  /** `null` stops whatever sounds, waits or is interrupted when the command arrives; an id also forbids a later start. */
  shape({ name: Type.Literal('stop'), broadcastId: Type.Union([BroadcastId, Type.Null()]) }),
  shape({ name: Type.Literal('challenge'), nonce: Nonce }),
  ...PlainCommandBody.anyOf,
])
export type CommandBody = Static<typeof CommandBody>
export type CommandName = CommandBody['name']

/** The longest life of a command. */
export const COMMAND_MS_MAX = 60_000
/** How far the clocks of a server and a cluster may disagree before an instant is doubted. */
export const CLOCK_TOLERANCE_MS = 60_000
