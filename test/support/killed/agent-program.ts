import { mqttTransport, systemChance, systemClock } from '@tieng-lang/protocol/node'
import { runAgentProgram } from '../../../edge-agent/src/main.ts'
import { killingSteps } from './killing-steps.ts'

// The agent that ships, with steps at which it may be ended, and with less patience: it is back as soon as the server.
const KEEP_ALIVE_S = 4
const soonest = { ...systemChance, next: () => 0 }
process.exitCode = await runAgentProgram(process.argv.slice(2), {
  steps: killingSteps(),
  transport: (options) => mqttTransport({ ...options, keepAliveS: KEEP_ALIVE_S }, systemClock, soonest),
})
