import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { compileShape, type Files, type StreamAddress, shape } from '@tieng-lang/protocol'
import { systemFiles } from '@tieng-lang/protocol/node'
import { Type } from 'typebox'
import type { ServerConfig } from './config.ts'

const FILE_NAME = 'ports.json'
const Ports = shape({ httpPort: Type.Integer(), mqttPort: Type.Integer() })
const portsCheck = compileShape(Ports)
const EVERY_ADDRESS = '0.0.0.0'

export interface ListeningPorts {
  httpPort: number
  mqttPort: number
}

/**
 * The ports to listen on. 0 takes any free one, but rather the one of the last start: enrolled clusters know us by it.
 */
export async function choosePorts({ dataDir, host, port, mqtt }: ServerConfig): Promise<ListeningPorts> {
  const last = rememberedPorts(dataDir)
  return {
    httpPort: port !== 0 ? port : await freeOrAny(host, last?.httpPort),
    mqttPort: mqtt.port !== 0 ? mqtt.port : await freeOrAny(mqtt.host, last?.mqttPort),
  }
}

/** For the next start. Rejects with the disk's code; where they are known already a full disk is not asked. */
export async function rememberPorts(
  dataDir: string,
  ports: ListeningPorts,
  files: Files = systemFiles(dataDir),
): Promise<void> {
  const last = rememberedPorts(dataDir)
  if (last?.httpPort === ports.httpPort && last.mqttPort === ports.mqttPort) return
  await files.replace(FILE_NAME, Buffer.from(`${JSON.stringify(ports)}\n`))
}

/** `mqtt://host:port` as others reach it: for "every address" that is the machine's first address on a network. */
export function reachableUrl(
  protocol: 'http' | 'https' | 'mqtt',
  { host, port }: { host: string; port: number },
): string {
  const isEveryAddress = host === EVERY_ADDRESS || host === '::'
  const name = isEveryAddress ? firstAddress() : host
  return `${protocol}://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Where clusters find the sender: as it was set, else where it listens. */
export function senderAddresses(
  { host, publicAddresses }: ServerConfig['stream'],
  port: number,
): StreamAddress[] {
  if (publicAddresses.length === 0) return [{ host: host === EVERY_ADDRESS ? firstAddress() : host, port }]
  return publicAddresses.map((address) => {
    const [name = '', portText = ''] = address.split(':')
    return { host: name, port: Number(portText) }
  })
}

function firstAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}

function rememberedPorts(dataDir: string): ListeningPorts | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(portsPath(dataDir), 'utf8'))
    return portsCheck.check(value) ? value : undefined
  } catch {
    // A first start has none; a damaged one is only a convenience lost.
    return undefined
  }
}

function portsPath(dataDir: string): string {
  return join(dataDir, FILE_NAME)
}

async function freeOrAny(host: string, port: number | undefined): Promise<number> {
  if (port === undefined || port === 0) return 0
  return new Promise((resolve) => {
    const trial = createServer()
    trial.once('error', () => resolve(0))
    trial.listen({ host, port }, () => trial.close(() => resolve(port)))
  })
}
