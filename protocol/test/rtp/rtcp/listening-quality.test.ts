import { expect, test } from 'vitest'
import { type ListeningQuality, parseRtcpCompound, writeRtcpCompound } from '../../../src/rtp/index.ts'

const quality: ListeningQuality = {
  ...{ type: 'listeningQuality', ssrc: 7, concealedPermille: 12, restoredPermille: 3, latePermille: 1 },
  ...{ bufferMs: 380, roundTripMs: 70_000 },
}
const report = { type: 'receiverReport' as const, ssrc: 7, reports: [] }

test('RFC 3550 §6.7: how well is heard goes as an APP packet; what is too large is the largest', () => {
  const parsed = parseRtcpCompound(writeRtcpCompound({ report, cname: 'c', quality }))
  const packet = parsed.ok && parsed.value.find(({ type }) => type === 'listeningQuality')
  expect(packet).toEqual({ ...quality, roundTripMs: 65_535 })
})

test('RFC 3550 §6.7: another application’s packet is skipped, a short one of ours refused', () => {
  const bytes = Buffer.from(writeRtcpCompound({ report, cname: 'c', quality }))
  const nameAt = bytes.indexOf('TLRQ')
  const foreign = Buffer.from(bytes)
  foreign.write('ABCD', nameAt)
  const parsed = parseRtcpCompound(foreign)
  expect(parsed.ok && parsed.value.map(({ type }) => type)).toEqual(['receiverReport', 'sourceDescription'])
  const short = Buffer.from(bytes.subarray(0, bytes.length - 4))
  short.writeUInt16BE(short.readUInt16BE(nameAt - 6) - 1, nameAt - 6)
  expect(parseRtcpCompound(short)).toMatchObject({ ok: false, code: 'truncated' })
})
