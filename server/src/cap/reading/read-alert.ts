import { CAP_MSG_TYPES, CAP_SCOPES, CAP_STATUSES, type CapAlert } from '../cap-alert.ts'
import { type CapAdvice, refuseCap } from '../cap-refusal.ts'
import type { XmlElement } from '../xml/xml-tree.ts'
import { readInfo } from './read-info.ts'
import {
  AT_MOST_ONCE,
  CAP_NAMESPACE,
  type CapElement,
  ONCE,
  openElement,
  type Sequence,
  SIGNATURE_NAMESPACE,
  upTo,
} from './sequence.ts'
import { list, messageName, oneOf, optional, references, requiredText, textOf, time } from './values.ts'

const ALERT: Sequence = {
  clause: '§3.2.1',
  children: {
    identifier: ONCE,
    sender: ONCE,
    sent: ONCE,
    status: ONCE,
    msgType: ONCE,
    source: AT_MOST_ONCE,
    scope: ONCE,
    restriction: AT_MOST_ONCE,
    addresses: AT_MOST_ONCE,
    code: upTo(100),
    note: AT_MOST_ONCE,
    references: AT_MOST_ONCE,
    incidents: AT_MOST_ONCE,
    info: upTo(50),
  },
}

/** §3.2.1, the schema of §3.4 and all below it. Throws `CapRefused`. */
export function readAlert(root: XmlElement, advice: CapAdvice[]): CapAlert {
  const where = { element: root.name, rule: 'CAP 1.2 §3.2.1 alert (2)' }
  if (root.namespace !== CAP_NAMESPACE)
    refuseCap(where, 'wrongNamespace', `the root must be of the namespace ${CAP_NAMESPACE}`)
  if (root.name !== 'alert') refuseCap(where, 'unknownElement', 'the root must be <alert>')
  const { element, isSigned } = withoutSignatures(root)
  const inside = openElement(element, 'alert', ALERT)
  const alert: CapAlert = {
    identifier: messageName(inside.one('identifier')),
    sender: messageName(inside.one('sender')),
    sentAt: time(inside.one('sent')),
    status: oneOf(CAP_STATUSES)(inside.one('status')),
    msgType: oneOf(CAP_MSG_TYPES)(inside.one('msgType')),
    source: optional(inside.first('source'), textOf),
    scope: oneOf(CAP_SCOPES)(inside.one('scope')),
    restriction: optional(inside.first('restriction'), requiredText),
    addresses: optional(inside.first('addresses'), list) ?? [],
    codes: inside.all('code').map(textOf),
    note: optional(inside.first('note'), textOf),
    references: optional(inside.first('references'), references) ?? [],
    incidents: optional(inside.first('incidents'), list) ?? [],
    infos: inside.all('info').map((info) => readInfo(info, advice)),
    isSigned,
  }
  checkTogether(alert, inside)
  advise(alert, inside, advice)
  return alert
}

/** §3.4: after everything else anything of XMLDSIG may stand; it is not verified here, and does not make it invalid. */
function withoutSignatures(root: XmlElement): { element: XmlElement; isSigned: boolean } {
  const isSignature = ({ namespace }: XmlElement) => namespace === SIGNATURE_NAMESPACE
  const end = root.children.findIndex(isSignature)
  if (end === -1) return { element: root, isSigned: false }
  const behind = root.children.slice(end).find((child) => !isSignature(child))
  if (behind)
    refuseCap(
      { element: `alert/${behind.name}`, rule: 'CAP 1.2 §3.4 alert' },
      'outOfOrder',
      'it stands behind a signature',
    )
  return { element: { ...root, children: root.children.slice(0, end) }, isSigned: true }
}

/** What one element asks of another. */
function checkTogether(alert: CapAlert, inside: CapElement): void {
  const { msgType, scope, restriction } = alert
  if (msgType !== 'Alert' && alert.references.length === 0)
    refuseCap(inside.where('references'), 'referencesMissing', `${msgType} must say to which messages`)
  if (scope === 'Restricted' && restriction === null)
    refuseCap(inside.where('restriction'), 'restrictionMissing', 'Restricted must say by which rule')
  if (scope !== 'Restricted' && restriction !== null)
    refuseCap(inside.where('restriction', 1), 'restrictionUnused', 'only where the scope is Restricted')
  if (scope === 'Private' && alert.addresses.length === 0)
    refuseCap(inside.where('addresses', 1), 'addressesMissing', 'Private must say to whom')
}

function advise({ status, msgType, note, infos }: CapAlert, inside: CapElement, advice: CapAdvice[]): void {
  if (status === 'Exercise' && note === null)
    advice.push({ code: 'exerciseWithoutNote', ...inside.where('status', 1) })
  if (msgType === 'Error' && note === null)
    advice.push({ code: 'errorWithoutNote', ...inside.where('msgType', 1) })
  if (msgType === 'Alert' && infos.length === 0) advice.push({ code: 'noInfo', ...inside.where('info') })
}
