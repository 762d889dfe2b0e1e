import { deliverAllConfigs } from '../broadcasting/delivery/cluster-config.ts'
import type { Services } from '../broadcasting/services.ts'
import { reachableUrl, rememberPorts } from '../listening.ts'
import { type HttpServer, listenOn } from '../routes/http/http-server.ts'

/** Lets the clusters in, then listens for HTTP; where addresses were not given they are known from here on. */
export async function openDoors(
  services: Services,
  publicServer: HttpServer,
  ports: { httpPort: number },
): Promise<{ httpUrl: string; mqttUrl: string }> {
  const { config, broker, addresses } = services
  const mqtt = await broker.openListener()
  const mqttUrl = mqtt ? reachableUrl('mqtt', mqtt) : (config.mqttUrl ?? '')
  await listenOn(publicServer, { host: config.host, port: ports.httpPort })
  const address = publicServer.server.address()
  const httpPort = typeof address === 'object' && address !== null ? address.port : ports.httpPort
  const httpUrl = reachableUrl('http', { host: config.host, port: httpPort })
  if (addresses.httpUrls.length === 0) addresses.httpUrls.push(httpUrl)
  if (addresses.mqttUrls.length === 0) addresses.mqttUrls.push(withoutSecret(mqttUrl))
  await rememberPorts(config.dataDir, { httpPort, mqttPort: mqtt?.port ?? 0 })
  await deliverAllConfigs(services)
  return { httpUrl, mqttUrl: withoutSecret(mqttUrl) }
}

function withoutSecret(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
