import {
  PCM_LINK_HEAD_BYTES,
  PCM_LINK_MARKER,
  PCM_LINK_PAYLOAD_BYTES_MAX,
  PCM_LINK_REFUSALS,
  PCM_LINK_TYPE_NUMBERS,
  type PcmLinkMessage,
} from './pcm-link.ts'

const TWO_TO_32 = 0x1_0000_0000

/**
 * The bytes of one message, in a buffer of its own. Layouts: `pcm-link.ts`.
 * @throws RangeError when a count does not fit its field or the payload is longer than a receiver takes.
 */
export function writePcmLinkMessage(message: PcmLinkMessage): Uint8Array {
  const payloadBytes = payloadBytesOf(message)
  if (payloadBytes > PCM_LINK_PAYLOAD_BYTES_MAX) throw new RangeError(`${payloadBytes} bytes are too many`)
  const bytes = new Uint8Array(PCM_LINK_HEAD_BYTES + payloadBytes)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, PCM_LINK_MARKER)
  view.setUint8(1, PCM_LINK_TYPE_NUMBERS[message.type])
  view.setUint16(2, payloadBytes)
  writePayload(message, bytes, new DataView(bytes.buffer, PCM_LINK_HEAD_BYTES))
  return bytes
}

function payloadBytesOf(message: PcmLinkMessage): number {
  switch (message.type) {
    case 'cardHello':
      return 12
    case 'agentHello':
    case 'captureHello':
    case 'credit':
      return 8
    case 'pcm':
      return 4 + message.samples.byteLength
    case 'flush':
    case 'idle':
      return 0
    case 'delayReport':
      return 24
    case 'refusal':
      return 1
  }
}

function writePayload(message: PcmLinkMessage, bytes: Uint8Array, view: DataView): void {
  switch (message.type) {
    case 'cardHello':
      view.setUint8(0, message.version)
      view.setUint8(1, message.reportsDelay ? 1 : 0)
      view.setUint32(4, message.sampleRateHz)
      view.setUint32(8, message.bufferSamples)
      return
    case 'agentHello':
    case 'captureHello':
      view.setUint8(0, message.version)
      view.setUint32(4, message.sampleRateHz)
      return
    case 'pcm':
      view.setUint32(0, message.sequence)
      bytes.set(message.samples, PCM_LINK_HEAD_BYTES + 4)
      return
    case 'delayReport':
      setCount64(view, 0, message.positionSamples)
      setCount64(view, 8, message.consumedSamples)
      view.setUint32(16, message.queuedSamples)
      view.setUint32(20, message.underruns)
      return
    case 'credit':
      setCount64(view, 0, message.grantedSamples)
      return
    case 'refusal':
      view.setUint8(0, PCM_LINK_REFUSALS.indexOf(message.reason))
      return
  }
}

function setCount64(view: DataView, offset: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no sample count`)
  view.setUint32(offset, Math.floor(value / TWO_TO_32))
  view.setUint32(offset + 4, value % TWO_TO_32)
}
