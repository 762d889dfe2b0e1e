import { deriveSrtpKeys, type RtcpPacket, SrtcpReceiver, SrtpReceiver } from '@tieng-lang/protocol/rtp'
import { expect, test } from 'vitest'
import type { ManualWire } from './manual-wire.ts'
import { onAir, SESSION } from './on-air.ts'

const PLACE = { host: '10.8.8.8', port: 7_000 }

/** A session on air, which somebody else's receiver has joined after ten seconds. */
async function joined() {
  const { clock, wire, sender, speak } = await onAir({ clusters: 0 })
  speak(500)
  const { ssrc, sessionKey } = await sender.addReceiver(SESSION.sessionId, PLACE)
  const keys = deriveSrtpKeys(sessionKey)
  return { clock, wire, sender, speak, ssrc, keys }
}

const rtcpOf = (wire: ManualWire) => wire.sentTo({ ...PLACE, port: PLACE.port + 1 })

test('it gets every packet from its packet 0 on, and a report each second', async () => {
  const { wire, speak, ssrc, keys, sender } = await joined()
  speak(150)
  const srtp = new SrtpReceiver(keys, { ssrc, nextPacketIndex: 0 })
  const opened = wire.sentTo(PLACE).map((bytes) => srtp.unprotect(bytes))
  expect(opened.map((each) => each.ok && each.value.packetIndex)).toEqual([...Array(150).keys()])
  expect(rtcpOf(wire)).toHaveLength(3)
  await sender.stop()
})

test('it is told of the end, and gets nothing more from then on, whoever still speaks', async () => {
  const { clock, wire, speak, ssrc, keys, sender } = await joined()
  speak(150)
  const before = rtcpOf(wire).length
  sender.close(SESSION.sessionId)
  speak(10)
  clock.advance(10_000)
  speak(10)
  expect(wire.sentTo(PLACE)).toHaveLength(150)
  const srtcp = new SrtcpReceiver(keys, { ssrc })
  const said = rtcpOf(wire).map((bytes): RtcpPacket[] => {
    const opened = srtcp.unprotect(bytes)
    return opened.ok ? opened.value.packets : []
  })
  // The end is said twice: one datagram may be lost.
  expect(said).toHaveLength(before + 2)
  for (const packets of said.slice(before))
    expect(packets.at(-1)).toMatchObject({ type: 'goodbye', ssrcs: [ssrc] })
  await sender.stop()
})
