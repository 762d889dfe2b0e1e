import type { BrokerRefusal } from './admission/access-rules.ts'
import type { BrokerAccount } from './admission/credentials.ts'
import type { BrokerLimits } from './admission/limits.ts'
import type { RefusalReport } from './admission/refusal-log.ts'

/** What the worker is started with. */
export interface BrokerWorkerData {
  limits: BrokerLimits
  /** The server's own account, good on the private listener only. */
  serverAccount: BrokerAccount
}

export type BrokerRequest =
  | { name: 'allow'; accounts: readonly BrokerAccount[] }
  | { name: 'forbid'; username: string }
  | { name: 'openListener'; host: string; port: number }
  | { name: 'closeListener' }
  | { name: 'stats' }
  | { name: 'stop' }

export interface BrokerStats {
  clients: number
  retainedTopics: number
  retainedBytes: number
  /** Since the broker's start. */
  refusals: Record<BrokerRefusal, number>
}

/** What each request is answered with. */
export interface BrokerAnswers {
  allow: undefined
  forbid: undefined
  openListener: { host: string; port: number }
  closeListener: undefined
  stats: BrokerStats
  stop: undefined
}

export type ToWorker = { id: number; request: BrokerRequest }

export type FromWorker =
  | { kind: 'ready'; serverPort: number }
  | { kind: 'answer'; id: number; value: BrokerAnswers[keyof BrokerAnswers] }
  | { kind: 'failure'; id: number; code: string; detail: string }
  | { kind: 'refusals'; reports: RefusalReport[] }
