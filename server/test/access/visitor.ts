import { systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '../../src/app.ts'

/** What a browser does with the cookie, in a test. */
export class Visitor {
  readonly #url: string
  cookie: string | undefined

  constructor(url: string) {
    this.#url = url
  }

  /** Gives status, body and headers of any answer. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.cookie !== undefined && { cookie: this.cookie }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const set = answer.headers.get('set-cookie')
    if (set !== null) this.cookie = set.split(';')[0]
    const text = await answer.text()
    // Every answer of the API is JSON or nothing.
    const value = (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown> & { code?: string }
    return { status: answer.status, body: value, headers: answer.headers }
  }

  /** Signs in; gives the status. */
  async signIn(loginName: string, password: string): Promise<number> {
    return (await this.ask('POST', '/api/v1/session', { loginName, password })).status
  }
}

/** The first administrator, with a password of their own. */
export async function firstAdministrator(server: RunningServer): Promise<Visitor> {
  const visitor = new Visitor(server.httpUrl)
  const { loginName, password } = server.firstSignIn ?? { loginName: '', password: '' }
  await visitor.signIn(loginName, password)
  await visitor.ask('PUT', '/api/v1/session/password', { current: password, next: PASSWORD })
  return visitor
}

export const PASSWORD = 'sáo trúc bên đình'

/** The system's clock, and as much later as `later` says. */
export function movableClock() {
  const moved = { byMs: 0 }
  const clock = {
    ...systemClock,
    now: () => systemClock.now() + moved.byMs,
    monotonicMs: () => systemClock.monotonicMs() + moved.byMs,
  }
  const later = (ms: number) => {
    moved.byMs += ms
  }
  return { clock, later }
}
