import { Id, NewOperator, NewOperatorAnswer, Operator, OperatorChange, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { addOperator, changeOperator, listOperatorsFor, resetPassword } from '../../../access/operators.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { expectedVersion, tagged } from '../../http/if-match.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['people']
const params = shape({ operatorId: Id })

/** Accounts and what each may do where. */
export function operatorRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/operators',
    {
      schema: {
        summary: 'The accounts that have a grant where the asker administers, by name',
        tags,
        response: { 200: Type.Array(Operator) },
      },
    },
    async (request) => listOperatorsFor(services, principalOf(request)),
  )
  server.post(
    '/api/v1/operators',
    {
      schema: {
        summary: 'Adds an account; the answer holds the password of its first sign-in',
        tags,
        body: NewOperator,
        response: { 201: NewOperatorAnswer },
      },
    },
    async (request, reply) => {
      const answer = await addOperator(services, principalOf(request), request.body)
      tagged(reply, answer.operator)
      return reply.code(201).send(answer)
    },
  )
  server.patch(
    '/api/v1/operators/:operatorId',
    {
      schema: {
        summary: 'Changes an account’s name or grants, or disables it',
        tags,
        params,
        body: OperatorChange,
        response: { 200: Operator },
      },
    },
    async (request, reply) => {
      const { operatorId } = request.params
      const order = { operatorId, expected: expectedVersion(request), change: request.body }
      return tagged(reply, changeOperator(services, principalOf(request), order))
    },
  )
  server.post(
    '/api/v1/operators/:operatorId/password',
    {
      schema: {
        summary: 'Gives an account a new password, told once, and signs it out everywhere',
        tags,
        params,
        response: { 200: NewOperatorAnswer },
      },
    },
    async (request, reply) => {
      const answer = await resetPassword(services, principalOf(request), request.params.operatorId)
      tagged(reply, answer.operator)
      return answer
    },
  )
}
