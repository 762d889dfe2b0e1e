import {
  IconDroplets,
  IconFlame,
  IconMountain,
  IconRipple,
  IconRun,
  IconStorm,
  IconUserSearch,
  IconVirus,
} from '@tabler/icons-react'
import type { CapSeverity, EmergencyEvent } from '@tieng-lang/protocol/browser'

/** As `EMERGENCY_EVENTS` of the protocol, whose shapes are too heavy to load for a list; the likeliest first. */
export const EVENTS: readonly EmergencyEvent[] = [
  'storm',
  'flood',
  'flashFlood',
  'damRelease',
  'fire',
  'evacuation',
  'missingPerson',
  'epidemic',
]

/** Shape and colour of each; white on any of them has a contrast above 4.5:1. */
export const EVENT_LOOKS = {
  storm: { Icon: IconStorm, color: '#2b4c8c' },
  flood: { Icon: IconRipple, color: '#0b6475' },
  flashFlood: { Icon: IconMountain, color: '#7a4a1e' },
  damRelease: { Icon: IconDroplets, color: '#1d5fa8' },
  fire: { Icon: IconFlame, color: '#b3400b' },
  evacuation: { Icon: IconRun, color: '#2f5d31' },
  missingPerson: { Icon: IconUserSearch, color: '#4d5560' },
  epidemic: { Icon: IconVirus, color: '#5c6314' },
} as const satisfies Record<EmergencyEvent, { Icon: unknown; color: string }>

/** How grave each usually is; a graver emergency takes the loudspeaker from a lighter one. */
export const USUAL_SEVERITY: Record<EmergencyEvent, CapSeverity> = {
  storm: 'Severe',
  flood: 'Severe',
  flashFlood: 'Extreme',
  damRelease: 'Extreme',
  fire: 'Severe',
  evacuation: 'Extreme',
  missingPerson: 'Moderate',
  epidemic: 'Moderate',
}
