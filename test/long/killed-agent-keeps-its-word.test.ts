import { killedAgentSuite } from '../support/killed/killed-agent-suite.ts'

killedAgentSuite({ clusters: 8, instants: 50, seed: 'killed agent, long' })
