import {
  CodedError,
  Id,
  PasswordChange,
  PinChange,
  SessionAnswer,
  SessionLine,
  SignIn,
  shape,
} from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { hasPin, setPin } from '../../../access/pin/set-pin.ts'
import {
  changeOwnPassword,
  endOwnSession,
  listOwnSessions,
  type Myself,
} from '../../../access/sign-in/own-account.ts'
import { signIn } from '../../../access/sign-in/sign-in.ts'
import type { SignedIn } from '../../../access/sign-in/signed-in.ts'
import type { Services } from '../../../broadcasting/services.ts'
import { endedSessionCookie, sessionCookie } from '../../guard/session-cookie.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['session']
const SIGN_IN_BYTES_MAX = 4_096

/** Signing in and out, and a person's own password and sessions. */
export function sessionRoutes(server: HttpServer, services: Services): void {
  signInAndOut(server, services)
  server.get(
    '/api/v1/session',
    {
      schema: {
        summary: 'Who is signed in, and what they may do where',
        tags,
        response: { 200: SessionAnswer },
      },
    },
    async (request) => answerFor(services, myselfOf(request).signedIn),
  )
  server.put(
    '/api/v1/session/password',
    {
      schema: {
        summary: 'Takes another password and ends the person’s other sessions',
        tags,
        body: PasswordChange,
        response: { 204: Type.Null() },
      },
      bodyLimit: SIGN_IN_BYTES_MAX,
    },
    async (request, reply) => {
      await changeOwnPassword(services, myselfOf(request), request.body)
      return reply.code(204).send(null)
    },
  )
  server.put(
    '/api/v1/session/pin',
    {
      schema: {
        summary: 'Takes the PIN with which this person activates an emergency',
        tags,
        body: PinChange,
        response: { 204: Type.Null() },
      },
      bodyLimit: SIGN_IN_BYTES_MAX,
    },
    async (request, reply) => {
      await setPin(services, myselfOf(request), request.body)
      return reply.code(204).send(null)
    },
  )
  server.get(
    '/api/v1/sessions',
    {
      schema: { summary: 'Where the person is signed in', tags, response: { 200: Type.Array(SessionLine) } },
    },
    async (request) => listOwnSessions(services, myselfOf(request).signedIn),
  )
  server.delete(
    '/api/v1/sessions/:sessionId',
    {
      schema: {
        summary: 'Ends one of the person’s own sessions',
        tags,
        params: shape({ sessionId: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      endOwnSession(services, myselfOf(request), request.params.sessionId)
      return reply.code(204).send(null)
    },
  )
}

function signInAndOut(server: HttpServer, services: Services): void {
  server.post(
    '/api/v1/session',
    {
      schema: {
        summary: 'Signs in: the answer sets the session’s cookie',
        tags,
        body: SignIn,
        response: { 200: SessionAnswer },
      },
      bodyLimit: SIGN_IN_BYTES_MAX,
    },
    async (request, reply) => {
      const { headers, ip, body } = request
      const order = { ...body, address: ip, userAgent: headers['user-agent'] ?? '' }
      const { token, signedIn } = await signIn(services, order)
      reply.header('set-cookie', sessionCookie(services, token))
      return answerFor(services, signedIn)
    },
  )
  server.delete(
    '/api/v1/session',
    { schema: { summary: 'Signs out', tags, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const myself = myselfOf(request)
      endOwnSession(services, myself, myself.signedIn.sessionId)
      return reply.header('set-cookie', endedSessionCookie(services)).code(204).send(null)
    },
  )
}

/** Throws `notSignedIn` on the local socket, where nobody is. */
function myselfOf(request: FastifyRequest): Myself {
  const { signedIn } = request
  if (!signedIn) throw new CodedError('notSignedIn', 'this is no session of a person')
  return { signedIn, by: principalOf(request) }
}

function answerFor(services: Services, { sessionId: _, grants, ...person }: SignedIn): SessionAnswer {
  const { timeZone } = services.config
  return { ...person, grants: [...grants], timeZone, hasPin: hasPin(services, person.operatorId) }
}
