import { MINUTE_MS } from '@tieng-lang/protocol'
import { test } from 'vitest'
import { expectAsForecast } from './support/virtual/as-forecast.ts'
import { forecastDays } from './support/virtual/forecast-days.ts'

/** Half a minute of work; others may keep the machine busy. */
const TIMEOUT_MS = 8 * MINUTE_MS

test('what the page shows for the next 24 h is what the clusters then play, over 150 random programmes', {
  timeout: TIMEOUT_MS,
}, async () => {
  expectAsForecast(await forecastDays('few', { programmes: 150, perDay: 25 }))
})
