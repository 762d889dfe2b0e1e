import { type Chance, type CodedError, LIVE_RETRY_MS_MAX, type TransportOptions } from '@tieng-lang/protocol'
import type { BrokerAccount } from './broker/admission/credentials.ts'
import type { RefusalReport } from './broker/admission/refusal-log.ts'
import { startBroker } from './broker/broker.ts'

/** There is one server: it need not spare the broker, and all clusters wait for it. */
export const serverRetryMsMax = () => LIVE_RETRY_MS_MAX

/** What the server needs of a broker, embedded or not. */
export interface ServerBroker {
  /** How our own client gets in. */
  connection: Pick<TransportOptions, 'urls' | 'username' | 'password' | 'retryMsMax'>
  allow(accounts: readonly BrokerAccount[]): Promise<void>
  forbid(username: string): Promise<void>
  /** Lets the clusters in; gives the address that they reach, undefined where it is not ours to know. */
  openListener(): Promise<{ host: string; port: number } | undefined>
  onFailure(tell: (cause: CodedError) => void): void
  onRefusals(tell: (reports: RefusalReport[]) => void): void
  stop(): Promise<void>
}

/** The broker in a worker thread of this process. Rejects where its server side cannot be listened on. */
export async function startEmbeddedBroker(options: {
  host: string
  port: number
  chance: Chance
}): Promise<ServerBroker> {
  const broker = await startBroker(options)
  return {
    connection: {
      urls: [broker.serverUrl],
      username: broker.serverUsername,
      password: broker.serverPassword,
      retryMsMax: serverRetryMsMax,
    },
    allow: (accounts) => broker.allow(accounts),
    forbid: (username) => broker.forbid(username),
    openListener: () => broker.openListener(),
    onFailure: (tell) => broker.onFailure(tell),
    onRefusals: (tell) => broker.onRefusals(tell),
    stop: () => broker.stop(),
  }
}

/**
 * A broker that somebody else runs: `mqtt://user:password@host:port`. Its accounts and access rules are kept there
 * (the deployment guide says how), so `allow` and `forbid` have nothing to do here.
 */
export function externalBroker(url: string): ServerBroker {
  const { username, password, protocol, host } = new URL(url)
  return {
    connection: {
      urls: [`${protocol}//${host}`],
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
      retryMsMax: serverRetryMsMax,
    },
    allow: async () => {},
    forbid: async () => {},
    openListener: async () => undefined,
    onFailure: () => {},
    onRefusals: () => {},
    stop: async () => {},
  }
}
