/** One Opus packet of 20 ms with what the server and the page want to know of it. */
export interface VoicePacket {
  opus: Uint8Array
  /** Of what is in the packet; −100 for silence. */
  levelDb: number
  isVoice: boolean
  /** The microphone was open, or it comes from a recording: whoever speaks wants it to be heard. */
  isSpoken: boolean
}

/** On its way, with its place in time. */
export interface TimedPacket extends VoicePacket {
  /** Samples at 48 kHz since the microphone was opened. */
  captureSample: number
}
