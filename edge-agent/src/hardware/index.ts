export { AlsaOutput, type AlsaOutputOptions } from './alsa-output.ts'
export { type AudioOutput, noOutputCounters, type OutputCounters } from './audio-output.ts'
export {
  type Board,
  BoardError,
  type BoardErrorCode,
  type LineReadings,
  noReadings,
  type Readings,
} from './board.ts'
export { evidenceOf, type SoundSample, soundSample } from './evidence.ts'
export { ModbusBoard, type ModbusBoardOptions, type ModbusModule } from './modbus-board.ts'
export type { ModbusTransport } from './modbus-bus.ts'
export { noBoard } from './no-board.ts'
export { PcmLinkOutput, type PcmLinkOutputOptions } from './pcm-link-output.ts'
export { WAV_HEADER_BYTES, WavFile } from './wav-file.ts'
export { WavOutput, type WavOutputOptions } from './wav-output.ts'
