import { audit } from '../../i18n/vi/audit.ts'

export type Act = keyof typeof audit.act

/** Every act that has words of its own, as people are offered them. */
// The keys of an object of ours are what its type says.
export const ACTS = Object.keys(audit.act) as Act[]

export function isKnownAct(name: string): name is Act {
  return name in audit.act
}
