import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve, sep } from 'node:path'
import { fastifyStatic } from '@fastify/static'
import type { FastifyRequest } from 'fastify'
import type { HttpServer } from '../http/http-server.ts'
import { CONSOLE_POLICY } from '../http/security-headers.ts'

const INDEX = 'index.html'
/** Whose pages they are: a package of this program, found by its name wherever the bundled server lies. */
const CONSOLE_PACKAGE = '@tieng-lang/web-console/package.json'
/** The names of built files carry a hash of their content. */
const HASHED = 'assets/'
const YEAR_MS = 365 * 24 * 3_600_000
const NOT_PAGES = ['/api/', '/media/']

/** Where the built console lies; undefined where there is none. */
export function findConsole(consoleDir: string | null): string | undefined {
  const folder = consoleDir === null ? builtConsole() : resolve(consoleDir)
  return folder !== undefined && existsSync(join(folder, INDEX)) ? folder : undefined
}

function builtConsole(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(CONSOLE_PACKAGE)), 'dist')
  } catch {
    return undefined
  }
}

/** Serves the built console: its files as they are, and its index for every address that is a page of it. */
export async function consoleRoutes(server: HttpServer, folder: string): Promise<void> {
  await server.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, index: false })
  const files = filesIn(folder)
  server.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.slice(1).split('?')[0] ?? ''
    const file = files.has(path) ? path : path === '' || isPage(request) ? INDEX : undefined
    if (file === undefined) return reply.callNotFound()
    reply.headers({ 'content-security-policy': CONSOLE_POLICY, vary: 'accept-encoding' })
    if (file.startsWith(HASHED)) return reply.sendFile(file, { maxAge: YEAR_MS, immutable: true })
    // Asked for each time, so that a new version of the program shows its own pages at once.
    return reply.header('cache-control', 'no-cache').sendFile(file, { cacheControl: false })
  })
}

/** As they stand when the server starts: nothing else of the disk can be asked for. */
function filesIn(folder: string): ReadonlySet<string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return new Set(
    files.map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    ),
  )
}

function isPage({ url, headers }: FastifyRequest): boolean {
  return !NOT_PAGES.some((prefix) => url.startsWith(prefix)) && (headers.accept ?? '').includes('text/html')
}
