import { simulationSuite } from '../simulation/simulation-suite.ts'

simulationSuite({ seeds: 20, days: 30, clusters: 13 })
