import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { loadConfig, startApp } from '@tieng-lang/server'
import { pino } from 'pino'
import { ShortKit } from '../emergency/short-kit.ts'
import { killingSteps } from './killing-steps.ts'

// What `tieng-lang serve` does, with steps at which it may be ended.
const LOG_TO_STDERR = 2
const config = loadConfig({ environment: process.env, overrides: {} })
const server = await startApp(config, {
  clock: systemClock,
  chance: systemChance,
  log: pino({ level: 'warn' }, pino.destination(LOG_TO_STDERR)),
  steps: killingSteps(),
  emergencyKit: config.emergencyKit === 'make' ? new ShortKit() : 'none',
  onBrokerFailure: (cause) => {
    throw cause
  },
})
await server.emergencyKit?.settled()
const end = () => server.stop().then(() => process.exit(0))
process.on('SIGTERM', end)
process.on('disconnect', end)
const { httpUrl, mqttUrl, adminSocket } = server
process.send?.({ kind: 'ready', httpUrl, mqttUrl, adminSocket })
