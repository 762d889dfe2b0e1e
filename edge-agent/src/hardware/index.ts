export {
  type Board,
  BoardError,
  type BoardErrorCode,
  type LineReadings,
  noReadings,
  type Readings,
} from './board/board.ts'
export { evidenceOf, type SoundSample, soundSample } from './board/evidence.ts'
export { ModbusBoard, type ModbusBoardOptions, type ModbusModule } from './board/modbus-board.ts'
export type { ModbusTransport } from './board/modbus-bus.ts'
export { noBoard } from './board/no-board.ts'
export { AlsaInput, type AlsaInputOptions } from './input/alsa-input.ts'
export type { AudioInput, PcmSink } from './input/audio-input.ts'
export { PcmLinkInput, type PcmLinkInputOptions } from './input/pcm-link-input.ts'
export { AlsaOutput, type AlsaOutputOptions } from './output/alsa-output.ts'
export { type AudioOutput, noOutputCounters, type OutputCounters } from './output/audio-output.ts'
export { PcmLinkOutput, type PcmLinkOutputOptions } from './output/pcm-link-output.ts'
export { WAV_HEADER_BYTES, WavFile, wavHeader } from './output/wav-file.ts'
export { WavOutput, type WavOutputOptions } from './output/wav-output.ts'
