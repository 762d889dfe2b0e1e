import { join } from 'node:path'
import {
  type Clock,
  ed25519Check,
  NO_SERVICE_MANAGER,
  NO_STEPS,
  type ServiceManager,
  type Steps,
  Watchdog,
} from '@tieng-lang/protocol'
import {
  mqttTransport,
  systemChance,
  systemClock,
  systemDatagrams,
  systemFiles,
} from '@tieng-lang/protocol/node'
import { pino } from 'pino'
import { AGENT_VERSION, type AgentParts, type RunningAgent, startAgent } from './agent.ts'
import type { AgentConfig } from './config.ts'
import {
  AlsaInput,
  AlsaOutput,
  type AudioInput,
  type AudioOutput,
  type Board,
  ModbusBoard,
  noBoard,
  PcmLinkInput,
  PcmLinkOutput,
  WavOutput,
} from './hardware/index.ts'
import { enrolledIdentity } from './link/enrolled-identity.ts'
import { httpMediaClient } from './link/media-client.ts'
import { WatchedParts } from './observability/watched-parts.ts'
import { openIdentity } from './stores/identity.ts'

/** Let the acknowledgement of `restart` leave first. */
const RESTART_DELAY_MS = 500

/** What a simulation or a test may have otherwise than the agent that ships. */
export interface RunAgentOptions {
  /** One that is wrong, in place of the machine's. */
  clock?: Clock
  steps?: Steps
  /** In place of MQTT with the waiting times that ship. */
  transport?: AgentParts['transport']
  /** Who is told that the agent is at work and gets on; nobody unless said. */
  manager?: ServiceManager
}

/** One agent on the machine's own disk, network and hardware; enrols first where it has not yet. */
export async function runAgent(
  config: AgentConfig,
  onRestart: () => void,
  { clock = systemClock, steps = NO_STEPS, transport, manager = NO_SERVICE_MANAGER }: RunAgentOptions = {},
): Promise<RunningAgent> {
  const log = pino({ level: config.logLevel ?? 'info', base: { part: 'agent' } })
  const watched = new WatchedParts()
  const files = watched.files(systemFiles(config.dataDir))
  const identity = await openIdentity(files, systemChance)
  const enrolled = await enrolledIdentity(identity, {
    ...{ files, clock, chance: systemChance, agentVersion: AGENT_VERSION },
    ...{ url: config.via?.httpUrl ?? config.serverUrl, code: config.enrolmentCode ?? '' },
  })
  const { clusterId } = enrolled.enrolment
  const agent = await startAgent({
    clock,
    chance: systemChance,
    files,
    identity: enrolled,
    signatures: ed25519Check(),
    board: boardOf(config, clock),
    output: watched.output(outputOf(config, clock)),
    tunerInput: tunerInputOf(config, clock),
    transport: (told) => {
      const options = config.via ? { ...told, urls: [config.via.mqttUrl] } : told
      return watched.transport(transport?.(options) ?? mqttTransport(options, clock))
    },
    media: (told) => httpMediaClient({ clock, urls: () => (config.via ? [config.via.httpUrl] : told()) }),
    datagrams: systemDatagrams(clock),
    streamVia: config.via?.stream,
    isRtcHealthy: () => config.hasRtc ?? true,
    log: log.child({ clusterId }),
    onRestart: () => clock.after(RESTART_DELAY_MS, onRestart),
    steps,
  })
  const watchdog = new Watchdog({
    ...{ clock, manager, parts: watched.list() },
    onStuck: (part, quietMs) =>
      log.warn({ clusterId, part, quietMs }, 'a part is stuck: the agent is to be started again'),
  })
  watchdog.start()
  manager.ready(clusterId)
  const stop = () => {
    watchdog.stop()
    manager.stopping()
    return agent.stop()
  }
  return { ...agent, stop }
}

function boardOf({ board }: AgentConfig, clock: Clock): Board {
  if (!board) return noBoard()
  return new ModbusBoard({
    clock,
    host: board.host,
    port: board.port,
    transport: board.framing ?? 'tcp',
  })
}

function outputOf({ output }: AgentConfig, clock: Clock): AudioOutput {
  if (output.kind === 'pcmLink') {
    const { host, port, latencyMs = 0 } = output
    return new PcmLinkOutput({ clock, host, port, latencyMs })
  }
  if (output.kind === 'wav') return new WavOutput({ clock, path: output.file })
  return new AlsaOutput({
    clock,
    device: output.device,
    statusPath: statusPathOf(output.device),
  })
}

function tunerInputOf({ tunerInput }: AgentConfig, clock: Clock): AudioInput | undefined {
  if (!tunerInput) return undefined
  if (tunerInput.kind === 'alsa') return new AlsaInput({ clock, device: tunerInput.device })
  const { host, port } = tunerInput
  return new PcmLinkInput({ clock, host, port })
}

/** `plughw:1,0` → card 1, device 0: where the kernel says what was played. */
function statusPathOf(device: string): string {
  const [card = '0', sub = '0'] = device.slice(device.indexOf(':') + 1).split(',')
  return join('/proc/asound', `card${card}`, `pcm${sub}p`, 'sub0', 'status')
}
