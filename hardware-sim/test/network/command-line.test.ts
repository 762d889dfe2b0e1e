import { expect, test } from 'vitest'
import { outagesOf } from '../../src/network/command-line.ts'

const NETWORK = '4g-poor'

test('outages: from and until which second, both ways or one, as many as wanted', () => {
  const texts = ['60-120', '300-310:up', '400-500:down']
  expect(outagesOf({ network: NETWORK, 'network-outage': texts })).toEqual([
    { fromS: 60, untilS: 120, directions: [] },
    { fromS: 300, untilS: 310, directions: ['up'] },
    { fromS: 400, untilS: 500, directions: ['down'] },
  ])
  expect(outagesOf({})).toEqual([])
})

test.each(['', '60', '120-60', '60-60', '1-2:left', 'a-b', '-1-5'])('an outage “%s” is refused', (text) => {
  expect(() => outagesOf({ network: NETWORK, 'network-outage': [text] })).toThrow(/TỪ-ĐẾN/)
})

test('an outage of no simulated network is refused', () => {
  expect(() => outagesOf({ 'network-outage': ['1-2'] })).toThrow(/--network/)
})
