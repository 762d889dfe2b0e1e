import { test } from 'vitest'
import { expectAsForecast } from '../support/virtual/as-forecast.ts'
import { forecastDays } from '../support/virtual/forecast-days.ts'

test('what the page shows for the next 24 h is what the clusters then play, over 1,000 random programmes', async () => {
  expectAsForecast(await forecastDays('many', { programmes: 1_000, perDay: 40 }))
})
