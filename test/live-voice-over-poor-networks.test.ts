import { poorNetworkSuite } from './support/live/poor-network-suite.ts'

// Rebound twice, however short.
poorNetworkSuite({
  profile: '4g-poor',
  delay: 'robust',
  seconds: 25,
  rebindEveryMs: 10_000,
  hasOutage: false,
})
