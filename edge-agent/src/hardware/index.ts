export { type AudioOutput, noOutputCounters, type OutputCounters } from './audio-output.ts'
export { PcmLinkOutput, type PcmLinkOutputOptions } from './pcm-link-output.ts'
