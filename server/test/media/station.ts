import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface Station {
  /** `127.0.0.1:port`. */
  host: string
  url(path?: string): string
  /** The paths that were asked for. */
  asked: string[]
  stop(): void
}

/** A station on loopback: what it answers to each path; anything else is not there. */
export async function runStation(answers: Readonly<Record<string, Answer>>): Promise<Station> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const answer = answers[path]
    if (answer) answer(request, response)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { host, url: (path = '/live') => `http://${host}${path}`, asked, stop }
}

export const redirectTo =
  (location: string): Answer =>
  (_, response) =>
    response.writeHead(302, { location }).end()

export const sending =
  (body: Buffer | string, contentType = 'audio/mpeg'): Answer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': contentType }).end(body)
