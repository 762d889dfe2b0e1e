import {
  CodedError,
  Id,
  ProgrammeAnswer,
  ProgrammeBody,
  ProgrammeCheckAnswer,
  ProgrammePage,
  ProgrammePutQuery,
  ProgrammeQuery,
  ReturnOrder,
  shape,
} from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { checkProgramme } from '../../../broadcasting/programmes/check/programme-check.ts'
import { programmeAnswer, programmeAt } from '../../../broadcasting/programmes/programme-answer.ts'
import {
  addProgramme,
  changeProgramme,
  withdrawProgramme,
} from '../../../broadcasting/programmes/programme-changes.ts'
import { listProgrammePage } from '../../../broadcasting/programmes/programme-list.ts'
import {
  approveProgramme,
  type ReviewAct,
  returnProgramme,
  submitProgramme,
} from '../../../broadcasting/programmes/programme-review.ts'
import { putProgramme } from '../../../broadcasting/programmes/put-programme.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { added, expectedVersion, tagged } from '../../http/if-match.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['programmes']
const params = shape({ programmeId: Id })
const response = { 200: ProgrammeAnswer }

/** Programmes: what is planned, by whom it was made, who approved it. */
export function programmeRoutes(server: HttpServer, services: Services): void {
  readingRoutes(server, services)
  changingRoutes(server, services)
  reviewRoutes(server, services)
}

function readingRoutes(server: HttpServer, services: Services): void {
  const { database } = services
  server.get(
    '/api/v1/programmes',
    {
      schema: {
        ...{ querystring: ProgrammeQuery, response: { 200: ProgrammePage }, tags },
        summary: 'The programmes that concern an area, by name',
      },
    },
    async (request) => listProgrammePage(database, principalOf(request), request.query),
  )
  server.get(
    '/api/v1/programmes/:programmeId',
    { schema: { params, response, tags, summary: 'One programme, with what plays of it' } },
    async ({ params: { programmeId } }, reply) =>
      tagged(reply, programmeAnswer(programmeAt(database, programmeId))),
  )
  server.get(
    '/api/v1/programmes/:programmeId/check',
    {
      schema: {
        ...{ params, response: { 200: ProgrammeCheckAnswer }, tags },
        summary: 'What a programme as it is being worked on would mean, for whoever reviews it',
      },
    },
    async ({ params: { programmeId } }) => {
      const { definition, targets } = programmeAt(database, programmeId)
      return checkProgramme(services, { definition, targets })
    },
  )
  server.post(
    '/api/v1/programme-checks',
    {
      schema: {
        ...{ body: ProgrammeBody, response: { 200: ProgrammeCheckAnswer }, tags },
        summary: 'What a draft would mean, before it is saved: conflicts, next starts, length, reach',
      },
    },
    async ({ body }) => checkProgramme(services, body),
  )
}

/** `If-Match` says which version was changed. */
function changingRoutes(server: HttpServer, services: Services): void {
  server.post(
    '/api/v1/programmes',
    {
      schema: {
        ...{ body: ProgrammeBody, querystring: ProgrammePutQuery, response: { 201: ProgrammeAnswer }, tags },
        summary: 'Adds a draft; its id is the asker’s choice',
      },
    },
    async (request, reply) => {
      const { body, query } = request
      const by = principalOf(request)
      const stored =
        query.review === 'approve' ? await putProgramme(services, body, by) : addProgramme(services, body, by)
      return added(reply, programmeAnswer(stored))
    },
  )
  server.put(
    '/api/v1/programmes/:programmeId',
    {
      schema: {
        ...{ params, body: ProgrammeBody, response, tags },
        summary: 'Changes what is being worked on; what plays goes on until the change is approved',
      },
    },
    async (request, reply) => {
      const { body, params: named } = request
      if (body.definition.programmeId !== named.programmeId)
        throw new CodedError('badRequest', 'the path and the body name two programmes')
      const change = { ...body, expected: expectedVersion(request) }
      return tagged(reply, programmeAnswer(changeProgramme(services, change, principalOf(request))))
    },
  )
  server.delete(
    '/api/v1/programmes/:programmeId',
    {
      schema: {
        ...{ params, response: { 204: Type.Null() }, tags },
        summary: 'Withdraws a programme; what of it sounds stops',
      },
    },
    async (request, reply) => {
      const { programmeId } = request.params
      withdrawProgramme(services, { programmeId, expected: expectedVersion(request) }, principalOf(request))
      return reply.code(204).send(null)
    },
  )
}

/** Four eyes (R9). `If-Match` says which version was looked at. */
function reviewRoutes(server: HttpServer, services: Services): void {
  server.post(
    '/api/v1/programmes/:programmeId/submission',
    { schema: { params, response, tags, summary: 'Hands a draft to whoever approves' } },
    async (request, reply) => {
      const act = { ...request.params, ...askerOf(request) }
      return tagged(reply, programmeAnswer(submitProgramme(services, act)))
    },
  )
  server.post(
    '/api/v1/programmes/:programmeId/approval',
    {
      schema: { params, response, tags, summary: 'Approves what was submitted; the clusters are told of it' },
    },
    async (request, reply) => {
      const act = { ...request.params, ...askerOf(request) }
      return tagged(reply, programmeAnswer(approveProgramme(services, act)))
    },
  )
  server.post(
    '/api/v1/programmes/:programmeId/return',
    {
      schema: {
        ...{ params, body: ReturnOrder, response, tags },
        summary: 'Sends what was submitted back, with a word on what to mend',
      },
    },
    async (request, reply) => {
      const { note } = request.body
      const act = { ...request.params, note, ...askerOf(request) }
      return tagged(reply, programmeAnswer(returnProgramme(services, act)))
    },
  )
}

/** Who reviews, and which version they have looked at; local administration need not say. */
function askerOf(request: FastifyRequest): Pick<ReviewAct, 'expected' | 'by'> {
  const by = principalOf(request)
  const needNotSay = by.operatorId === null && request.headers['if-match'] === undefined
  return { by, expected: needNotSay ? 'any' : expectedVersion(request) }
}
