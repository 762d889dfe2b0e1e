import { poorNetworkSuite } from './support/live/poor-network-suite.ts'

// One trouble of each kind at least, and twice rebound, however short.
poorNetworkSuite({
  profile: '4g-poor',
  delay: 'robust',
  seconds: 25,
  troubles: { inTurn: ['down', 'rebinding', 'up', 'rebinding'], everyMs: 5_000 },
  hasOutage: false,
})
