import { type EmergencyInfo, severityRank } from '@tieng-lang/protocol'
import type { CapAlert, CapInfo } from '../cap-alert.ts'

/** What a loudspeaker of a village speaks first. */
const SPOKEN_FIRST = 'vi'
const LANGUAGE_TAG = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/
const LANGUAGES_MAX = 8
const SPEECH_CHARS_MAX = 1_000

/** The info blocks of each language, in the order in which they stand (CAP 1.2 §3.2.2 info (3)). */
export function byLanguage({ infos }: Pick<CapAlert, 'infos'>): ReadonlyMap<string, readonly CapInfo[]> {
  const sequences = new Map<string, CapInfo[]>()
  for (const info of infos) {
    const language = info.language.toLowerCase()
    const sequence = sequences.get(language)
    if (sequence) sequence.push(info)
    else sequences.set(language, [info])
  }
  return sequences
}

/** The blocks that are judged and spoken: those in Vietnamese, else those of the first language. */
export function chosenInfos(alert: Pick<CapAlert, 'infos'>): readonly CapInfo[] {
  const sequences = byLanguage(alert)
  const [first = []] = sequences.values()
  const spoken = [...sequences].find(([language]) => language.split('-')[0] === SPOKEN_FIRST)
  return spoken?.[1] ?? first
}

/** The gravest block, the earlier one where two are as grave. */
export function gravest(infos: readonly CapInfo[]): CapInfo | undefined {
  return infos.reduce<CapInfo | undefined>(
    (grave, info) => (grave && severityRank(grave.severity) >= severityRank(info.severity) ? grave : info),
    undefined,
  )
}

/** What is spoken: each sentence once, later blocks behind earlier ones. */
export function spokenText(infos: readonly CapInfo[]): string {
  const parts = infos.flatMap(({ headline, description, instruction }) => [
    headline,
    description,
    instruction,
  ])
  const texts = parts.map((part) => (part ?? '').replace(/\s+/g, ' ').trim()).filter((text) => text !== '')
  const sentences = [...new Set(texts)].map((text) => (/[.!?…]$/.test(text) ? text : `${text}.`))
  return cut(sentences.join(' '), SPEECH_CHARS_MAX)
}

/** For receivers other than loudspeakers: one for each language. */
export function emergencyInfos(alert: Pick<CapAlert, 'infos'>): EmergencyInfo[] {
  const sequences = [...byLanguage(alert)].filter(([language]) => LANGUAGE_TAG.test(language))
  return sequences.slice(0, LANGUAGES_MAX).map(([language, infos]) => ({
    language,
    headline: cut(infos.find(({ headline }) => headline)?.headline ?? infos[0]?.event ?? '', 200),
    description: cut(joined(infos.map(({ description }) => description)), 2_000),
    instruction: cut(joined(infos.map(({ instruction }) => instruction)), 2_000),
  }))
}

function joined(texts: readonly (string | null)[]): string {
  return [...new Set(texts.filter((text) => text !== null))].join('\n')
}

/** At a whole character. */
function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  return `${text.slice(0, charsMax - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** A tag that speech can be made for. */
export function spokenLanguage(infos: readonly CapInfo[]): string {
  const language = infos[0]?.language.toLowerCase() ?? SPOKEN_FIRST
  return LANGUAGE_TAG.test(language) ? language : SPOKEN_FIRST
}
