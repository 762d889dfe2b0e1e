import {
  ClusterId,
  EmergencyAnswer,
  EmergencyConfirmation,
  EmergencyEnd,
  EmergencyResolution,
  EmergencyUpdate,
  Id,
  shape,
} from '@tieng-lang/protocol'
import { emergencyAnswer } from '../../../broadcasting/emergencies/answer/emergency-answer.ts'
import { endEmergency } from '../../../broadcasting/emergencies/change/end-emergency.ts'
import { resolveCluster } from '../../../broadcasting/emergencies/change/resolve-cluster.ts'
import { toldWhereRefused } from '../../../broadcasting/emergencies/change/told-where-refused.ts'
import { updateEmergency } from '../../../broadcasting/emergencies/change/update-emergency.ts'
import { checkOwnPin } from '../../../broadcasting/emergencies/raise/raise-by-person.ts'
import { confirmEmergency } from '../../../broadcasting/emergencies/raise/second-person.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['emergencies']
const params = shape({ emergencyId: Id })
const response = { 200: EmergencyAnswer }

/** What people do with an emergency that was raised; each answers how it stands then. */
export function emergencyActRoutes(server: HttpServer, services: Services): void {
  server.post(
    '/api/v1/emergencies/:emergencyId/confirmations',
    {
      schema: {
        params,
        body: EmergencyConfirmation,
        response,
        summary: 'The second person confirms it',
        tags,
      },
    },
    async (request) => {
      const by = principalOf(request)
      const { emergencyId } = request.params
      const act = () => confirmEmergency(services, { emergencyId, ...request.body }, by)
      await toldWhereRefused(services, { emergencyId, asked: 'confirm' }, { by, act })
      return emergencyAnswer(services, emergencyId, by)
    },
  )
  server.post(
    '/api/v1/emergencies/:emergencyId/updates',
    {
      schema: { params, body: EmergencyUpdate, response, summary: 'A new edition, sounded at once', tags },
    },
    async (request) => {
      const by = principalOf(request)
      const { emergencyId } = request.params
      const { pin, ...order } = request.body
      const act = async () => {
        await checkOwnPin(services, pin, by)
        await updateEmergency(services, { ...order, emergencyId }, by)
      }
      await toldWhereRefused(services, { emergencyId, asked: 'update' }, { by, act })
      return emergencyAnswer(services, emergencyId, by)
    },
  )
  server.post(
    '/api/v1/emergencies/:emergencyId/end',
    {
      schema: { params, body: EmergencyEnd, response, summary: 'All clear, silence, or a correction', tags },
    },
    async (request) => {
      const by = principalOf(request)
      const { emergencyId } = request.params
      const { pin, ...order } = request.body
      const act = async () => {
        await checkOwnPin(services, pin, by)
        await endEmergency(services, { ...order, emergencyId }, by)
      }
      await toldWhereRefused(services, { emergencyId, asked: 'end' }, { by, act })
      return emergencyAnswer(services, emergencyId, by)
    },
  )
  server.post(
    '/api/v1/emergencies/:emergencyId/clusters/:clusterId/resolution',
    {
      schema: {
        params: shape({ emergencyId: Id, clusterId: ClusterId }),
        body: EmergencyResolution,
        response,
        summary: 'Somebody has looked at a cluster where it was not heard',
        tags,
      },
    },
    async (request) => {
      const by = principalOf(request)
      resolveCluster(services, { ...request.params, ...request.body }, by)
      return emergencyAnswer(services, request.params.emergencyId, by)
    },
  )
}
