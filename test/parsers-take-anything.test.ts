import { parsersSuite } from './support/fuzz/parsers-suite.ts'

parsersSuite({ inputs: 20_000 })
