import { killedServerSuite } from '../support/killed/killed-server-suite.ts'

killedServerSuite({ instants: 50, seed: 'killed server, long' })
