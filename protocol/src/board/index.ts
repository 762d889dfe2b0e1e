export {
  PCM_LINK_PAYLOAD_BYTES_MAX,
  PCM_LINK_VERSION,
  PcmLinkError,
  type PcmLinkErrorCode,
  type PcmLinkMessage,
  type PcmLinkMessageType,
  type PcmLinkRefusal,
  UNPLAYED_MS_MAX,
} from './pcm-link.ts'
export { PcmLinkReader } from './pcm-link-reader.ts'
export { writePcmLinkMessage } from './pcm-link-writer.ts'
export { decodeFaults, decodeRegister, encodeFaults, encodeRegister } from './register-codec.ts'
export {
  BOARD_FAULTS,
  type BoardFault,
  LINE_BASE_ADDRESS,
  LINE_FAULTS,
  LINE_REGISTERS,
  LINE_STRIDE,
  LINES_MAX,
  type LineFault,
  type LineRegisterName,
  lineRegister,
  REGISTERS,
  type RegisterBlock,
  type RegisterDefinition,
  type RegisterFormat,
  type RegisterKind,
  type RegisterName,
} from './registers.ts'
