import { HOUR_MS, matchTopic, type TopicName } from '@tieng-lang/protocol'
import type { Services } from '../../../../server/src/broadcasting/services.ts'
import { STORY_BEGINS_AT } from '../../story/places.ts'
import type { Defect } from '../defect.ts'

/** From then on (05:30) clusters hear no more of it. */
const WITHHELD_FROM_AT = STORY_BEGINS_AT + 5 * HOUR_MS

/** A removal is recorded and answered, and no cluster is told. */
export const WITHHELD_PLANS: Defect = {
  name: 'a server that keeps newer plans to itself',
  foundBy: 'what is taken back falls silent',
  services: (services) => withhold(services, 'plan'),
}

/** Records are stored, and no cluster is told. */
export const WITHHELD_RECEIPTS: Defect = {
  name: 'a server that stores records and sends no receipts',
  foundBy: 'what is held is what is wanted',
  services: (services) => withhold(services, 'receipts'),
}

function withhold({ clock, link: { publisher } }: Services, name: TopicName): void {
  const mark = publisher.mark.bind(publisher)
  publisher.mark = (topic) => {
    if (matchTopic(topic)?.name !== name || clock.now() < WITHHELD_FROM_AT) mark(topic)
  }
}
