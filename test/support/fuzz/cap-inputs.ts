import { readCap } from '../../../server/src/cap/read-cap.ts'
import { capXml, capXmlOf } from '../../../server/test/cap/sample-cap.ts'
import { changedBytes } from './changed-bytes.ts'
import { changedLeaves, changedXml, XML_WORDS } from './changed-xml.ts'
import type { FuzzedParser } from './parsers-suite.ts'

const REFERENCES = 'canhbao@kttv.example.vn,VN-1,2026-11-21T16:00:00+07:00'
const PAIR = '<valueName>SAME</valueName><value>SVR</value>'

/** Between them every element that there is. */
const SEEDS: readonly string[] = [
  capXml(),
  capXml({
    alert: {
      ...{
        source: 'máy',
        scope: 'Restricted',
        restriction: 'trực ban',
        addresses: 'a@b "c d"',
        code: ['x', 'y'],
      },
      ...{ note: 'ghi chú', references: REFERENCES, incidents: 'bao-9', msgType: 'Update' },
    },
    info: {
      ...{
        responseType: ['Shelter', 'Monitor'],
        audience: 'mọi người',
        eventCode: PAIR,
        parameter: [PAIR, PAIR],
      },
      ...{ effective: '2026-11-21T16:30:00-00:00', onset: '2026-11-21T17:30:00+07:00', senderName: 'Đài' },
      ...{ description: 'Mưa &amp; gió <![CDATA[<b>]]>', instruction: 'Ở trong nhà', contact: 'Lan' },
      web: 'https://kttv.example.vn/',
    },
    resource: { size: '3', derefUri: 'QUJD', digest: '3c01bdbb26f358bab27f267924aa2c9a03fcfdb8' },
    area: { circle: '10,106 5', geocode: PAIR, altitude: '100', ceiling: '300.5' },
  }),
  capXmlOf([{ language: 'vi' }, { language: 'en' }, {}], { status: 'Exercise', note: 'diễn tập' }),
  capXmlOf([], { msgType: 'Cancel', references: `${REFERENCES} ${REFERENCES}` }),
  capXml().replace(
    '</alert>',
    '<!-- x --><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature></alert>',
  ),
]

/** The reader of CAP 1.2. */
export const CAP_PARSER: FuzzedParser = {
  name: 'readCap',
  inputOf(dice) {
    const xml = dice.one(SEEDS)
    const kind = dice.below(4)
    if (kind > 1) return Buffer.from(changedLeaves(dice, xml))
    if (kind === 0) return changedBytes(dice, Buffer.from(xml), XML_WORDS)
    return Buffer.from(changedXml(dice, xml))
  },
  parse(bytes) {
    const reading = readCap(bytes)
    return reading.ok ? 'taken' : reading.refusal.code
  },
  codesMin: 34,
}
