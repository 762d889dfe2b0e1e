import { test } from 'vitest'
import { expectAsForecast } from './support/as-forecast.ts'
import { forecastDays } from './support/forecast-days.ts'

test('what the page shows for the next 24 h is what the clusters then play, over 150 random programmes', async () => {
  expectAsForecast(await forecastDays('few', { programmes: 150, perDay: 25 }))
})
