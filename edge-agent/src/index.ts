export { AGENT_VERSION, type AgentParts, type RunningAgent, startAgent } from './agent.ts'
export {
  type CountableSource,
  FRAME_MS,
  FRAME_SAMPLES,
  type FrameSource,
  type PcmFrame,
  SAMPLE_RATE_HZ,
} from './audio/frame.ts'
export { oggPageCrc } from './audio/ogg/ogg-page.ts'
export { Playback } from './audio/playback.ts'
export { AgentConfig } from './config.ts'
export * from './hardware/index.ts'
export { enrol, type PostJson } from './link/enrolment.ts'
export { httpMediaClient, type MediaClient } from './link/media-client.ts'
export type { AgentLog } from './observability/agent-log.ts'
export { runAgent } from './run-agent.ts'
export { type EnrolledIdentity, openIdentity, storeEnrolment } from './stores/identity.ts'
