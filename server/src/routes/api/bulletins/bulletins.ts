import {
  BulletinAnswer,
  BulletinChange,
  BulletinQuery,
  CodedError,
  Id,
  PageOf,
  ReturnOrder,
  shape,
} from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import { bulletinAnswer, bulletinAt } from '../../../broadcasting/bulletins/bulletin-answer.ts'
import { bulletinPage } from '../../../broadcasting/bulletins/bulletin-page.ts'
import { changeBulletin } from '../../../broadcasting/bulletins/change-bulletin.ts'
import { checkedOrder, startIntake } from '../../../broadcasting/bulletins/intake/start-intake.ts'
import {
  approveBulletin,
  type BulletinAct,
  returnBulletin,
  submitBulletin,
  withdrawBulletin,
} from '../../../broadcasting/bulletins/review.ts'
import type { Services } from '../../../broadcasting/services.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { added, expectedVersion, tagged } from '../../http/if-match.ts'
import { principalOf } from '../../http/principal-of.ts'
import { receiveUpload } from '../../http/upload.ts'
import { NewBulletinQuery } from '../../shapes/new-bulletin.ts'

const tags = ['bulletins']
const byId = shape({ bulletinId: Id })
const answer = { response: { 200: BulletinAnswer } }

/** Bulletins: list, look, write on them, and their review. */
export function bulletinRoutes(server: HttpServer, services: Services): void {
  const { database } = services
  server.get(
    '/api/v1/bulletins',
    {
      schema: {
        summary: 'Bulletins, the newest first; words are matched without marks',
        tags,
        querystring: BulletinQuery,
        response: { 200: PageOf(BulletinAnswer) },
      },
    },
    async (request) => bulletinPage(database, principalOf(request), request.query),
  )
  server.get(
    '/api/v1/bulletins/:bulletinId',
    { schema: { summary: 'One bulletin', tags, params: byId, ...answer } },
    async ({ params }, reply) => tagged(reply, bulletinAnswer(bulletinAt(database, params.bulletinId))),
  )
  server.patch(
    '/api/v1/bulletins/:bulletinId',
    {
      schema: {
        summary: 'Change what is written on a bulletin (If-Match); its audio never changes',
        tags,
        params: byId,
        body: BulletinChange,
        ...answer,
      },
    },
    async (request, reply) => {
      const act = { ...request.params, expected: expectedVersion(request), by: principalOf(request) }
      return tagged(reply, await changeBulletin(services, act, request.body))
    },
  )
  addRoute(server, services)
  reviewRoutes(server, services)
}

/** In one request, answered when all is done: for programs on this machine. */
function addRoute(server: HttpServer, services: Services): void {
  server.post(
    '/api/v1/bulletins',
    {
      schema: {
        summary: 'Upload a recording and wait until it is a bulletin',
        tags,
        querystring: NewBulletinQuery,
        response: { 201: BulletinAnswer },
      },
      bodyLimit: services.config.limits.uploadBytesMax,
    },
    async (request, reply) => {
      const order = checkedOrder(services, orderOf(services, request, request.query))
      const upload = await receiveUpload(services, request)
      const { bulletin, cancel } = startIntake(services, order, upload)
      reply.raw.once('close', cancel)
      return added(reply, await bulletin)
    },
  )
}

function reviewRoutes(server: HttpServer, services: Services): void {
  const schema = (summary: string) => ({ summary, tags, params: byId, ...answer })
  server.post(
    '/api/v1/bulletins/:bulletinId/submission',
    { schema: schema('Hand a draft to the reviewers') },
    async (request, reply) => tagged(reply, submitBulletin(services, actOf(request, request.params))),
  )
  server.post(
    '/api/v1/bulletins/:bulletinId/approval',
    {
      schema: schema('Approve: neither who made nor who submitted it may, unless one person is enough there'),
    },
    async (request, reply) =>
      tagged(reply, await approveBulletin(services, approvalOf(request, request.params))),
  )
  server.post(
    '/api/v1/bulletins/:bulletinId/return',
    { schema: { ...schema('Return with a note; plans are delivered without it'), body: ReturnOrder } },
    async (request, reply) =>
      tagged(reply, await returnBulletin(services, actOf(request, request.params), request.body.note)),
  )
  server.post(
    '/api/v1/bulletins/:bulletinId/withdrawal',
    { schema: schema('Withdraw: out of every plan, for good') },
    async (request, reply) => tagged(reply, await withdrawBulletin(services, actOf(request, request.params))),
  )
}

/** If-Match may be left out here: what is judged is the audio, and that never changes. */
function actOf(request: FastifyRequest, { bulletinId }: { bulletinId: Id }): BulletinAct {
  const expected = request.headers['if-match'] === undefined ? 'any' : expectedVersion(request)
  return { bulletinId, expected, by: principalOf(request) }
}

/** With the audio its days are approved: over the network it is said which were looked at. */
function approvalOf(request: FastifyRequest, params: { bulletinId: Id }): BulletinAct {
  const isLocal = principalOf(request).operatorId === null
  return isLocal ? actOf(request, params) : { ...actOf(request, params), expected: expectedVersion(request) }
}

/** Only on this machine one person may approve at once; who has signed in makes a draft. */
function orderOf({ database }: Services, request: FastifyRequest, query: NewBulletinQuery) {
  const by = principalOf(request)
  const { title, language = 'vi', kind = 'speech', category = 'news', fileName = '' } = query
  const isLocal = by.operatorId === null
  const areaId = query.areaId ?? areaTree(database).childrenOf(null)[0]?.areaId
  if (areaId === undefined)
    throw new CodedError('areaNotFound', 'there is no area yet to put a bulletin into')
  return {
    ...{ areaId, title, language, kind, category, by },
    audience: '',
    validity: {},
    source: { kind: 'file' as const, fileName },
    isApprovedAtOnce: isLocal && (query.review ?? 'approve') === 'approve',
  }
}
