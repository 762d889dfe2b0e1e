import type { ClusterConfig, Emergency, SoundPart } from '@tieng-lang/protocol'
import { config, emergency, START_AT } from '../sealing.ts'
import { type Life, Rig } from './rig.ts'

/** When the bulletin is due. */
export const DUE_AT = START_AT + 30_000
export const SIGNAL_MS = 700
export const MESSAGE_MS = 1_300

export interface Kit {
  signal: SoundPart
  message: SoundPart
  configWithKit: ClusterConfig
}

/** What the cluster holds beforehand: one signal and one message. */
function kitOf(rig: Rig): Kit {
  const signal = rig.part(SIGNAL_MS)
  const message = rig.part(MESSAGE_MS)
  const sounds = [
    { ...signal, role: 'signal' as const, event: 'flood' as const, language: null },
    { ...message, role: 'message' as const, event: 'flood' as const, language: 'vi' },
  ]
  return { signal, message, configWithKit: { ...config, emergencyKit: { sounds, button: null } } }
}

/** One sounding of what is held. */
export const soundsOf = ({ signal, message }: Kit, changes: Partial<Emergency['sounds']> = {}) => ({
  ...{ opening: [signal], message: [message], speech: null, closing: [] },
  ...changes,
})

/** A flood, as it stands now unless the test says otherwise. */
export function warning(rig: Rig, kit: Kit, changes: Partial<Emergency> = {}): Emergency {
  const sentAt = rig.clock.now()
  return emergency({ sentAt, expiresAt: sentAt + 600_000, sounds: soundsOf(kit), ...changes })
}

/** A life that holds a kit and, unless told otherwise, a bulletin of 4 s at `DUE_AT`. */
export async function startLifeWithKit(
  rule: 'resume' | 'restart' | 'drop' = 'resume',
): Promise<{ rig: Rig; kit: Kit; life: Life }> {
  const rig = new Rig({ toneMs: 4_000 })
  const kit = kitOf(rig)
  const life = await rig.startLife(
    rig.plan(rig.programme(DUE_AT, { onInterrupted: rule })),
    kit.configWithKit,
  )
  await rig.clock.advance(5_000)
  return { rig, kit, life }
}
