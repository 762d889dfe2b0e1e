import { QueryClient } from '@tanstack/react-query'
import type { OverviewAnswer } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { keys } from '../../src/api/keys.ts'
import { applyUpdates } from '../../src/api/live/apply-updates.ts'
import { serverTroublesOf } from '../../src/shell/server-troubles.ts'

const well = { isBrokerConnected: true, storage: 'working' as const }

test('a server in order is not spoken of; of one that is not reached only that is known', () => {
  expect(serverTroublesOf(true, well)).toEqual([])
  expect(serverTroublesOf(true, undefined)).toEqual([])
  expect(serverTroublesOf(false, { isBrokerConnected: false, storage: 'full' })).toEqual(['offline'])
})

test('a full and a failing disk of the server are said, beside what else is wrong', () => {
  expect(serverTroublesOf(true, { ...well, storage: 'full' })).toEqual(['storageFull'])
  expect(serverTroublesOf(true, { isBrokerConnected: false, storage: 'failing' })).toEqual([
    'broker',
    'storageFailing',
  ])
})

test('the banner comes and goes with what the server tells, without asking anew', () => {
  const client = new QueryClient()
  client.setQueryData<OverviewAnswer>(keys.overview, { at: 0, ...well, clusters: [] })
  const troubles = () => serverTroublesOf(true, client.getQueryData<OverviewAnswer>(keys.overview))
  applyUpdates(client, [{ kind: 'storage', state: 'full' }])
  expect(troubles()).toEqual(['storageFull'])
  applyUpdates(client, [{ kind: 'storage', state: 'working' }])
  expect(troubles()).toEqual([])
})
