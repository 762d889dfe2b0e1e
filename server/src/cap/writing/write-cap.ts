import { XMLBuilder } from 'fast-xml-parser'
import type { CapAlert, CapArea, CapInfo, CapPair, CapPoint, CapResource } from '../cap-alert.ts'
import { writeCapTime } from '../reading/cap-time.ts'
import { CAP_NAMESPACE } from '../reading/sequence.ts'
import { cleanText } from './clean-text.ts'

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@_',
  format: true,
  processEntities: true,
  tagValueProcessor: (_name, value) => cleanText(String(value)),
})

/** A value, several of one name, or nothing where it is undefined. */
type Content = string | undefined | Content[] | { [name: string]: Content }

/** The message as XML in UTF-8, its elements in the order of the schema (§3.4), times in the zone of Viet Nam. */
export function writeCap(alert: CapAlert): string {
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    alert: present({
      '@_xmlns': CAP_NAMESPACE,
      identifier: alert.identifier,
      sender: alert.sender,
      sent: writeCapTime(alert.sentAt),
      status: alert.status,
      msgType: alert.msgType,
      source: text(alert.source),
      scope: alert.scope,
      restriction: text(alert.restriction),
      addresses: list(alert.addresses),
      code: alert.codes,
      note: text(alert.note),
      references: list(alert.references.map(referenceText)),
      incidents: list(alert.incidents),
      info: alert.infos.map(infoContent),
    }),
  })
}

/** §3.2.1 references. */
export function referenceText({
  sender,
  identifier,
  sentAt,
}: Pick<CapAlert, 'sender' | 'identifier' | 'sentAt'>): string {
  return `${sender},${identifier},${writeCapTime(sentAt)}`
}

function infoContent(info: CapInfo): Content {
  return present({
    language: info.language,
    category: info.categories,
    event: info.event,
    responseType: info.responseTypes,
    urgency: info.urgency,
    severity: info.severity,
    certainty: info.certainty,
    audience: text(info.audience),
    eventCode: info.eventCodes.map(pairContent),
    effective: time(info.effectiveAt),
    onset: time(info.onsetAt),
    expires: time(info.expiresAt),
    senderName: text(info.senderName),
    headline: text(info.headline),
    description: text(info.description),
    instruction: text(info.instruction),
    web: text(info.web),
    contact: text(info.contact),
    parameter: info.parameters.map(pairContent),
    resource: info.resources.map(resourceContent),
    area: info.areas.map(areaContent),
  })
}

function resourceContent(resource: CapResource): Content {
  return present({
    resourceDesc: resource.resourceDesc,
    mimeType: resource.mimeType,
    size: number(resource.sizeBytes),
    uri: text(resource.uri),
    derefUri: text(resource.derefUri),
    digest: text(resource.digest),
  })
}

function areaContent(area: CapArea): Content {
  return present({
    areaDesc: area.areaDesc,
    polygon: area.polygons.map((points) => points.map(pointText).join(' ')),
    circle: area.circles.map(({ centre, radiusKm }) => `${pointText(centre)} ${degrees(radiusKm)}`),
    geocode: area.geocodes.map(pairContent),
    altitude: number(area.altitudeFt),
    ceiling: number(area.ceilingFt),
  })
}

function pairContent({ valueName, value }: CapPair): Content {
  return { valueName, value }
}

function pointText({ latitude, longitude }: CapPoint): string {
  return `${degrees(latitude)},${degrees(longitude)}`
}

/** Never with an exponent; a millionth of a degree is a tenth of a metre. */
function degrees(value: number): string {
  return String(Number(value.toFixed(6)))
    .replace(/^-0$/, '0')
    .replace(/^(-?)(\d)e-6$/, '$10.00000$2')
}

function number(value: number | null): string | undefined {
  return value === null ? undefined : degrees(value)
}

function time(at: number | null): string | undefined {
  return at === null ? undefined : writeCapTime(at)
}

function text(value: string | null): string | undefined {
  return value ?? undefined
}

/** Those with white space in double quotes. */
function list(items: readonly string[]): string | undefined {
  if (items.length === 0) return undefined
  return items.map((item) => (/\s/.test(item) ? `"${item}"` : item)).join(' ')
}

function present(content: Record<string, Content>): Record<string, Content> {
  return Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== undefined && !isEmptyList(value)),
  )
}

function isEmptyList(value: Content): boolean {
  return Array.isArray(value) && value.length === 0
}
