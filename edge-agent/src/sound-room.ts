import { NO_STEPS, topicOf } from '@tieng-lang/protocol'
import type { AgentParts } from './agent.ts'
import type { AgentStores } from './agent-stores.ts'
import { readOggOpus } from './audio/ogg/ogg-reader.ts'
import { Playback } from './audio/playback.ts'
import { rehearse } from './audio/rehearsal/rehearsal.ts'
import { DecoderPool } from './audio/sounds/opus-decoder.ts'
import { AmplifierPower } from './conductor/amplifier-power.ts'
import { Conductor } from './conductor/conductor.ts'
import { ConductorMemory } from './conductor/conductor-memory.ts'
import { Player } from './conductor/player.ts'
import { ReadyMedia } from './conductor/ready-media.ts'
import { EvidenceWatch } from './conductor/records/evidence-watch.ts'
import type { Sounding } from './conductor/records/horn-events.ts'
import { RecordKeeper } from './conductor/records/record-keeper.ts'
import { LiveReceivers } from './live/live-receivers.ts'
import type { Outbox } from './stores/outbox/outbox.ts'
import type { RefusalLedger } from './stores/refusal-ledger.ts'
import { Tuner } from './tuner/tuner.ts'

/** Sounds whose records were written just before a crash are among the last so many. */
const RECENT_RECORDS = 200

/** Everything between a plan and the horn. */
export interface SoundRoom {
  conductor: Conductor
  playback: Playback
  amplifier: AmplifierPower
  decoders: DecoderPool
  evidence: EvidenceWatch
  media: ReadyMedia
  tuner: Tuner
}

/** Builds the way of a sound: stores → conductor → player → playback ← the output pulls. */
export async function buildSoundRoom(
  parts: AgentParts,
  { cache, clockTrust, outbox, refusals, config }: AgentStores,
  { onSounding, onTimeWanted }: { onSounding: (sounding: Sounding) => void; onTimeWanted: () => void },
): Promise<SoundRoom> {
  const { clock, chance, files, identity, board, output, log, onRestart, steps = NO_STEPS } = parts
  const { clusterId } = identity.enrolment
  const decoders = new DecoderPool()
  if (!output.isCounting) {
    await decoders.start()
    await rehearse(decoders)
  }
  const playback = new Playback({ decoders, onProgress: (event) => conductor.heard(event) })
  const amplifier = new AmplifierPower({
    clock,
    relay: board,
    steps,
    onFailure: (cause) => log.warn({ cause: String(cause) }, 'the amplifier did not switch'),
  })
  const media = new ReadyMedia({
    clock,
    media: cache,
    parse: readOggOpus,
    onChange: () => conductor.feedAnew(),
  })
  const player = new Player({
    playback,
    amplifier,
    media,
    now: () => clock.now(),
    volumeOf: (start) => conductor.volumeOf(start.sound),
    emergencyOf: (emergencyId) => conductor.emergencyOf(emergencyId),
    liveSourceOf: (soundId) => conductor.liveSourceOf(soundId),
    relayOf: (sound) => conductor.relayOf(sound),
    takeLiveLostMs: (soundId) => conductor.takeLiveLostMs(soundId),
  })
  const receivers = new LiveReceivers({
    ...{ clock, chance, decoders, clusterId, datagrams: parts.datagrams, via: parts.streamVia },
    mediaSecret: () => config().mediaSecret,
  })
  const tuner = new Tuner({
    ...{ clock, board, input: parts.tunerInput },
    onStray: () => log.warn({}, 'the tuner stood open uncommanded, and is shut'),
    onFailure: (cause) => log.warn({ cause: String(cause) }, 'the tuner was not set'),
  })
  tuner.start()
  const records = new RecordKeeper({
    clock,
    outbox,
    onFailure: (cause) => log.warn({ cause: String(cause) }, 'a playout record could not be stored yet'),
    onStored: ({ traceId, occurrenceId, outcome, reason }, sequence) =>
      log.info({ traceId, sequence, occurrenceId, outcome, reason }, 'a playout is recorded'),
    onLost: () => noteLostRecords(refusals, clusterId, 1),
  })
  const memory = await ConductorMemory.open(files)
  const recorded = await recentlyRecorded(outbox, RECENT_RECORDS + memory.draftCount)
  memory.leaveOut(recorded, clock.now())
  for (const draft of memory.takeDrafts(recorded)) records.add(draft)
  const evidence = new EvidenceWatch()
  const conductor: Conductor = new Conductor(
    {
      ...{
        clock,
        player,
        amplifier,
        media,
        receivers,
        tuner,
        memory,
        records,
        evidence,
        onSounding,
        onRestart,
        onTimeWanted,
        steps,
      },
      warmUpMs: () => board.warmUpMs(),
      isClockTrusted: () => clockTrust.now() !== undefined,
      hasAudio: (sha256) => cache.has(sha256),
    },
    config(),
  )
  return { conductor, playback, amplifier, decoders, evidence, media, tuner }
}

/** A record that no server will ever see: counted with everything else that went wrong, and reported (R18). */
export function noteLostRecords(refusals: RefusalLedger, clusterId: string, count: number): void {
  const detail = `${count} dropped before any server had stored them`
  refusals.note({ code: 'recordsLost', topic: topicOf('playouts', { clusterId }), detail })
}

async function recentlyRecorded(outbox: Outbox, countMax: number): Promise<Set<string>> {
  const records = await outbox.read(Math.max(1, outbox.last() - countMax + 1), countMax)
  return new Set(records.map(({ bytes }) => occurrenceOf(bytes)))
}

/** Our own record, read back from our own disk: the payload is the second part of the JWS. */
function occurrenceOf(bytes: Uint8Array): string {
  const [, payload = ''] = Buffer.from(bytes).toString('latin1').split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')).occurrenceId
}
