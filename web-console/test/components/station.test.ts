import { expect, test } from 'vitest'
import { stationOf } from '../../src/components/relay/station.ts'

test.each([
  ['https://dai.vn/', 'dai.vn'],
  ['http://dai.vn:8000/live?key=1', 'dai.vn:8000/live'],
  ['http://', 'http://'],
])('%s is shown as %s', (url, shown) => {
  expect(stationOf(url)).toBe(shown)
})
