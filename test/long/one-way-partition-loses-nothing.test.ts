import { buildAgentProgram } from '@tieng-lang/hardware-sim'
import { oneWaySuite } from '../support/one-way-suite.ts'

// The keep-alive that ships is 30 s; the broker waits half as long again.
oneWaySuite({ program: buildAgentProgram, heldMs: 100_000 })
