import type { AgentParts } from '@tieng-lang/edge-agent'
import type { VirtualCluster } from '../../../hardware-sim/src/virtual/index.ts'
import type { Services } from '../../../server/src/broadcasting/services.ts'

/** A planted mistake, by which an invariant is shown able to fail. */
export interface Defect {
  name: string
  /** The name of the invariant that must find it. */
  foundBy: string
  /** Others that cannot but find it as well. */
  alsoFoundBy?: readonly string[]
  /** Spoils the machine around an agent, before its first life. */
  cluster?(cluster: VirtualCluster): void
  /** Spoils the parts of each life of each agent. */
  agentParts?(parts: AgentParts): AgentParts
  /** Spoils the services of each life of the server, before it starts. */
  services?(services: Services): void
}
