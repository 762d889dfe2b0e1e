import { type EmergencyMoment, type EmergencyOutcome, type Evidence, emergencyOf } from '@tieng-lang/protocol'
import type { ClusterAccount } from '../../../storage/emergencies/emergency-clusters.ts'

/** Something a cluster has said of an emergency, in one form whichever way it came. */
export type ClusterNews =
  /** It holds the document. */
  | { kind: 'taken'; at: number }
  /** It began to sound, or a record says that it did. */
  | { kind: 'sounded'; occurrenceId: string; heardAt: number; evidence: Evidence; isOver: boolean }
  | { kind: 'ended'; occurrenceId: string }
  /** It would not, or could not, and says why. */
  | { kind: 'refused'; code: string; at: number; edition?: number }

/** What is known of the emergency there from now on, and what happened by it. */
export interface Judged {
  account: ClusterAccount
  moment?: Pick<EmergencyMoment, 'at' | 'kind' | 'detail'>
}

/** What news change; undefined where they change nothing. Pure. */
export function judgeNews(account: ClusterAccount, news: ClusterNews): Judged | undefined {
  if (news.kind === 'taken') {
    return account.takenAt === null ? { account: { ...account, takenAt: news.at } } : undefined
  }
  if (news.kind === 'refused') return judgeRefusal(account, news)
  const sound = emergencyOf(news.occurrenceId)
  if (!sound || sound.edition !== account.edition) return undefined
  if (news.kind === 'ended')
    return account.isSounding ? { account: { ...account, isSounding: false } } : undefined
  const isSounding = !news.isOver
  return sound.repeat === 'closing'
    ? { account: { ...account, isSounding } }
    : judgeSound({ ...account, isSounding }, news, sound.repeat)
}

/** Who was heard stays heard: the word comes late, or a repeat did not sound. */
function judgeRefusal(
  account: ClusterAccount,
  { code, at, edition }: Extract<ClusterNews, { kind: 'refused' }>,
): Judged | undefined {
  if (edition !== undefined && edition !== account.edition) return undefined
  const known: readonly EmergencyOutcome[] = ['heard', 'playedNotProven', 'refused']
  if (known.includes(account.outcome)) return undefined
  return {
    account: { ...account, outcome: 'refused', reason: code },
    moment: { at, kind: 'refused', detail: { reason: code, edition: account.edition } },
  }
}

/** A record may bring better evidence than the first word did; none takes any away. */
function judgeSound(
  account: ClusterAccount,
  { heardAt, evidence }: Extract<ClusterNews, { kind: 'sounded' }>,
  repeat: number,
): Judged {
  const isNewSounding = account.lastRepeat === null || repeat > account.lastRepeat
  const isProven = evidence !== 'none' || account.outcome === 'heard'
  const best = account.evidence === null || account.evidence === 'none' ? evidence : account.evidence
  const next: ClusterAccount = {
    ...account,
    outcome: isProven ? 'heard' : 'playedNotProven',
    ...{ reason: null, evidence: best, heardAt: Math.min(account.heardAt ?? heardAt, heardAt) },
    lastRepeat: Math.max(account.lastRepeat ?? 0, repeat),
    soundings: account.soundings + (isNewSounding ? 1 : 0),
  }
  if (account.heardAt !== null) return { account: next }
  const detail = { evidence, edition: account.edition }
  return { account: next, moment: { at: heardAt, kind: 'heard', detail } }
}
