import {
  CAP_CATEGORIES,
  CAP_CERTAINTIES,
  CAP_RESPONSE_TYPES,
  CAP_SEVERITIES,
  CAP_URGENCIES,
  type CapInfo,
} from '../cap-alert.ts'
import type { CapAdvice } from '../cap-refusal.ts'
import { readArea } from './read-area.ts'
import { absoluteUri, readResource } from './read-resource.ts'
import {
  AT_MOST_ONCE,
  type CapElement,
  type Leaf,
  ONCE,
  openElement,
  type Sequence,
  someUpTo,
  upTo,
} from './sequence.ts'
import { matching, oneOf, optional, pair, requiredText, textOf, time } from './values.ts'

const INFO: Sequence = {
  clause: '§3.2.2',
  children: {
    language: AT_MOST_ONCE,
    category: someUpTo(CAP_CATEGORIES.length),
    event: ONCE,
    responseType: upTo(CAP_RESPONSE_TYPES.length),
    urgency: ONCE,
    severity: ONCE,
    certainty: ONCE,
    audience: AT_MOST_ONCE,
    eventCode: upTo(50),
    effective: AT_MOST_ONCE,
    onset: AT_MOST_ONCE,
    expires: AT_MOST_ONCE,
    senderName: AT_MOST_ONCE,
    headline: AT_MOST_ONCE,
    description: AT_MOST_ONCE,
    instruction: AT_MOST_ONCE,
    web: AT_MOST_ONCE,
    contact: AT_MOST_ONCE,
    parameter: upTo(200),
    resource: upTo(50),
    area: upTo(200),
  },
}

/** §3.2.2 language (3): what an absent or empty one means. */
const LANGUAGE_DEFAULT = 'en-US'
/** §3.2.2 headline: a target, no limit. */
const HEADLINE_CHARS = 160

/** §3.2.2. Throws `CapRefused`. */
export function readInfo(leaf: Leaf, advice: CapAdvice[]): CapInfo {
  const inside = openElement(leaf.element, leaf.path, INFO)
  const info: CapInfo = {
    language: optional(inside.first('language'), language) ?? LANGUAGE_DEFAULT,
    categories: inside.all('category').map(oneOf(CAP_CATEGORIES)),
    event: requiredText(inside.one('event')),
    responseTypes: inside.all('responseType').map(oneOf(CAP_RESPONSE_TYPES)),
    urgency: oneOf(CAP_URGENCIES)(inside.one('urgency')),
    severity: oneOf(CAP_SEVERITIES)(inside.one('severity')),
    certainty: oneOf(CAP_CERTAINTIES)(inside.one('certainty')),
    eventCodes: inside.all('eventCode').map(pair),
    effectiveAt: optional(inside.first('effective'), time),
    onsetAt: optional(inside.first('onset'), time),
    expiresAt: optional(inside.first('expires'), time),
    ...texts(inside),
    web: optional(inside.first('web'), absoluteUri),
    parameters: inside.all('parameter').map(pair),
    resources: inside.all('resource').map(readResource),
    areas: inside.all('area').map((area) => readArea(area, advice)),
  }
  advise(info, inside, advice)
  return info
}

function texts(inside: CapElement) {
  return {
    audience: optional(inside.first('audience'), textOf),
    senderName: optional(inside.first('senderName'), textOf),
    headline: optional(inside.first('headline'), textOf),
    description: optional(inside.first('description'), textOf),
    instruction: optional(inside.first('instruction'), textOf),
    contact: optional(inside.first('contact'), textOf),
  }
}

/** RFC 3066, as `xs:language`; the empty element is the default. */
function language(leaf: Leaf): string {
  const pattern = /^(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8})?$/
  return matching(pattern, 'badLanguage', 'it must be like vi or en-US')(leaf) || LANGUAGE_DEFAULT
}

/** What the clause only asks for. */
function advise(info: CapInfo, inside: CapElement, advice: CapAdvice[]): void {
  if ((info.headline?.length ?? 0) > HEADLINE_CHARS)
    advice.push({ code: 'headlineLong', ...inside.where('headline') })
  if (info.responseTypes.includes('Assess'))
    advice.push({ code: 'assessInPublic', ...inside.where('responseType', 1) })
  const named = { eventCode: info.eventCodes, parameter: info.parameters }
  for (const [name, pairs] of Object.entries(named))
    if (pairs.some(({ valueName }) => /^(?:[A-Za-z]\.){2,}$/.test(valueName)))
      advice.push({ code: 'acronymWithPeriods', ...inside.where(name, 2) })
}
