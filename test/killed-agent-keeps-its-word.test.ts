import { killedAgentSuite } from './support/killed/killed-agent-suite.ts'

killedAgentSuite({ clusters: 7, instants: 9, seed: 'killed agent' })
