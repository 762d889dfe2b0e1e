import { buildKillableAgent } from './support/killed/programs.ts'
import { oneWaySuite } from './support/one-way-suite.ts'

// This program's keep-alive is 4 s; the broker waits half as long again, and a connection attempt 10 s.
oneWaySuite({ program: buildKillableAgent, heldMs: 16_000 })
