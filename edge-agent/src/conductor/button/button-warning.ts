import type { ButtonWarning, ClusterConfig, Emergency } from '@tieng-lang/protocol'

/** Emergencies with this name were begun by a cluster's own button. */
export const BUTTON_PREFIX = 'button'

/** What a press sounds, as an emergency of this cluster alone. The server may take it over by a later revision. */
export function emergencyOfButton(
  { event, severity, sounds, repeatsAfterS, lastsMs }: ButtonWarning,
  { clusterId, areaPath, name }: ClusterConfig,
  { emergencyId, pressedAt }: { emergencyId: string; pressedAt: number },
): Emergency {
  return {
    ...{ emergencyId, event, severity, sounds, repeatsAfterS },
    ...{ state: 'active', edition: 1, status: 'Actual', closing: null },
    sentAt: pressedAt,
    expiresAt: pressedAt + lastsMs,
    targets: { areas: [], clusters: [clusterId] },
    publishedIn: areaPath.slice(-1),
    cap: {
      identifier: emergencyId,
      sender: clusterId,
      sentAt: pressedAt,
      msgType: 'Alert',
      category: 'Other',
      urgency: 'Immediate',
      certainty: 'Observed',
      infos: [{ language: 'vi', headline: name, description: '', instruction: '' }],
    },
  }
}
