import { sevenDaysSuite } from '../support/virtual/seven-days-suite.ts'

sevenDaysSuite({ clusters: 50, reasons: ['server', 'wayUp', 'wayDown'] })
