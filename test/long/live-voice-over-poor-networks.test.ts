import { describe } from 'vitest'
import { poorNetworkSuite } from '../support/live/poor-network-suite.ts'

describe('five minutes over a poor mobile network', () => {
  poorNetworkSuite({
    ...{ profile: '4g-poor', delay: 'robust', seconds: 300, hasOutage: true },
    troubles: { inTurn: ['down', 'rebinding', 'up', 'rebinding'], everyMs: 10_000 },
  })
})

describe('five minutes over a mobile network', () => {
  poorNetworkSuite({
    ...{ profile: '4g', delay: 'live', seconds: 300, hasOutage: false },
    troubles: { inTurn: ['rebinding'], everyMs: 20_000 },
  })
})
