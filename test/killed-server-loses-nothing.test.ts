import { killedServerSuite } from './support/killed/killed-server-suite.ts'

killedServerSuite({ instants: 8, seed: 'killed server' })
