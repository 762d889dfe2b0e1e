import { sevenDaysSuite } from './support/virtual/seven-days-suite.ts'

sevenDaysSuite({ clusters: 6, reasons: ['server'] })
sevenDaysSuite({ clusters: 2, reasons: ['wayUp', 'wayDown'] })
