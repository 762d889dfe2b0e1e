import { Id, IntakeAnswer, IntakeQuery, shape } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { BulletinOrder } from '../../../broadcasting/bulletins/intake/make-bulletin.ts'
import { checkedOrder, startIntake } from '../../../broadcasting/bulletins/intake/start-intake.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'
import { receiveUpload } from '../../http/upload.ts'

const tags = ['bulletins']
const byId = shape({ intakeId: Id })

/** Recordings on their way in: each is uploaded as a body, waits for its turn, and ends as a draft or a refusal. */
export function intakeRoutes(server: HttpServer, services: Services): void {
  const { intakes } = services
  server.post(
    '/api/v1/intakes',
    {
      schema: {
        summary: 'Upload a recording (the body, application/octet-stream); answered once it is received',
        tags,
        querystring: IntakeQuery,
        response: { 202: IntakeAnswer },
      },
      bodyLimit: services.config.limits.uploadBytesMax,
    },
    async (request, reply) => {
      const order = checkedOrder(services, orderOf(request.query, request))
      const upload = await receiveUpload(services, request)
      return reply.code(202).send(startIntake(services, order, upload).intake)
    },
  )
  server.get(
    '/api/v1/intakes',
    {
      schema: {
        summary: 'My recordings under way, and those that ended within the last hour',
        tags,
        response: { 200: Type.Array(IntakeAnswer) },
      },
    },
    async (request) => intakes.list(principalOf(request)),
  )
  server.get(
    '/api/v1/intakes/:intakeId',
    {
      schema: {
        summary: 'How far a recording has come',
        tags,
        params: byId,
        response: { 200: IntakeAnswer },
      },
    },
    async (request) => intakes.find(request.params.intakeId, principalOf(request)),
  )
  server.delete(
    '/api/v1/intakes/:intakeId',
    {
      schema: {
        summary: 'Cancel a recording under way; nothing of it is left',
        tags,
        params: byId,
        response: { 200: IntakeAnswer },
      },
    },
    async (request) => intakes.cancel(request.params.intakeId, principalOf(request)),
  )
}

function orderOf(query: IntakeQuery, request: FastifyRequest): BulletinOrder {
  const { areaId, title, fileName, kind = 'speech', language = 'vi', category = 'news' } = query
  return {
    ...{ areaId, title, kind, language, category },
    audience: '',
    validity: {},
    source: { kind: 'file', fileName },
    by: principalOf(request),
    isApprovedAtOnce: false,
  }
}
