export { mqttTransport } from './node/mqtt-transport.ts'
export { systemChance } from './node/system-chance.ts'
export { systemClock } from './node/system-clock.ts'
export { systemFiles } from './node/system-files.ts'
