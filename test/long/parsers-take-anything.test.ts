import { parsersSuite } from '../support/fuzz/parsers-suite.ts'

parsersSuite({ inputs: 1_000_000 })
