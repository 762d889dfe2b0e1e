import { fastifySwagger } from '@fastify/swagger'
import { fastifySwaggerUi } from '@fastify/swagger-ui'
import { Problem } from '@tieng-lang/protocol'
import { ROUTES, type RouteRule } from '../route-table.ts'
import type { HttpServer } from './http-server.ts'

const DOCUMENT = '/api/v1/openapi.json'
const API = '/api/v1/'
/** The page of the documentation loads nothing from elsewhere. */
const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"

const INFO = {
  title: 'Tiếng Làng',
  version: '1',
  description: `Everything that the console does. Sign in with \`POST /api/v1/session\`; the answer sets a cookie.

Each operation says in \`x-permission\` which right it needs and in \`x-place\` where it must be held: null and
\`public\` is anyone, \`signedIn\` is any person, \`somewhere\` any area (the answer holds what lies in the person's
areas), \`everywhere\` all of it, and the others what the path, the query or the body names.

Every refusal is a problem document (RFC 9457) with a \`code\`. A change of something that has a \`version\` says in
\`If-Match\` which one it was made on: 428 \`preconditionRequired\` without it, 412 \`changedMeanwhile\` with the present
state in \`current\` where somebody else was first.`,
}

/** To be called before the routes: from then on each is noted with its shapes and its line of the route table. */
export async function describeApi(server: HttpServer): Promise<void> {
  await server.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: INFO,
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'tl-session' } },
      },
    },
    transform: ({ schema, url, route }) => {
      const rule = ROUTES[`${String(route.method)} ${url}`]
      const isHidden = !url.startsWith(API) || rule === undefined
      const shown: Record<string, unknown> = { ...schema }
      return { url, schema: isHidden ? { ...shown, hide: true } : { ...shown, ...described(shown, rule) } }
    },
  })
}

/** The document itself, made of the same shapes that the server checks by. */
export function openApiRoute(server: HttpServer): void {
  const schema = { summary: 'This document', tags: ['server'] }
  server.get(DOCUMENT, { schema }, async () => server.swagger())
}

/** `/api/docs`: the document to read and to try out. */
export async function docsPage(server: HttpServer): Promise<void> {
  await server.register(fastifySwaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: DOCS_POLICY,
    uiConfig: { url: DOCUMENT, docExpansion: 'none', validatorUrl: null },
    theme: { title: 'Tiếng Làng · API' },
  })
}

function described(schema: Record<string, unknown>, { permission, place }: RouteRule) {
  const answers = typeof schema.response === 'object' ? schema.response : { 200: { description: 'Done' } }
  const problem = {
    description: 'A problem document',
    content: { 'application/problem+json': { schema: Problem } },
  }
  return {
    response: { ...answers, '4xx': problem },
    security: place === 'public' ? [] : [{ session: [] }],
    'x-permission': permission,
    'x-place': place,
  }
}
