import type { Grant, NewOperatorAnswer } from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'

const OWN_PASSWORD = 'một câu của riêng tôi'

export interface Account {
  loginName: string
  name: string
  /** As it is now; a one-time one where the account was only made. */
  password: string
}

type NewAccount = Pick<Account, 'loginName' | 'name'> & { grants: Grant[] }

/** An account with the password of one time that its person must change. */
export async function makeAccount(administration: AdminClient, account: NewAccount): Promise<Account> {
  const { password } = await administration.post<NewOperatorAnswer>('/api/v1/operators', account)
  return { ...account, password }
}

/** An account whose person has already chosen a password, over HTTP as the page would. */
export async function makePerson(
  administration: AdminClient,
  { httpUrl, ...account }: NewAccount & { httpUrl: string },
): Promise<Account> {
  const { password: current, loginName, name } = await makeAccount(administration, account)
  const cookie = await signInOverHttp(httpUrl, { loginName, password: current })
  const password = OWN_PASSWORD
  await ask(`${httpUrl}/api/v1/session/password`, {
    method: 'PUT',
    headers: { cookie },
    body: { current, next: password },
  })
  return { loginName, name, password }
}

/** Gives the session's cookie. */
async function signInOverHttp(
  httpUrl: string,
  body: { loginName: string; password: string },
): Promise<string> {
  const answer = await ask(`${httpUrl}/api/v1/session`, { method: 'POST', headers: {}, body })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function ask(
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body: unknown },
): Promise<Response> {
  const origin = new URL(url).origin
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
  return answer
}
