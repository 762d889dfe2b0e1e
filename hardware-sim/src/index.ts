export { AgentProcess } from './agent-process.ts'
export { SimulatedBoard, type SimulatedBoardOptions } from './board/board.ts'
export type { Horn } from './board/horns.ts'
export { LoudspeakerLine } from './board/lines.ts'
export { Power } from './board/power.ts'
export type { FmStationOptions } from './board/tuner/fm-station.ts'
export { SimulatedTuner, type SimulatedTunerOptions } from './board/tuner/simulated-tuner.ts'
export { buildAgentProgram } from './demo/agent-program.ts'
export { Fleet, type FleetCluster, type FleetMember } from './fleet.ts'
export {
  type ListenedWindow,
  type ListeningResult,
  type ListeningSummary,
  listen,
} from './listening/listening.ts'
export type { RecordingSegment, RecordingTimes } from './listening/recorder.ts'
export { decodeAudio, heardFrom, type Recording, readRecording } from './listening/recording.ts'
export {
  type Direction,
  type FleetNetwork,
  isNetworkProfileName,
  NETWORK_PROFILES,
  NetworkLink,
  type NetworkProfile,
  type NetworkProfileName,
  TcpProxy,
  UdpProxy,
} from './network/index.ts'
export { type RelayDirection, TcpRelay, type TcpRelayOptions } from './wire-relay/tcp-relay.ts'
