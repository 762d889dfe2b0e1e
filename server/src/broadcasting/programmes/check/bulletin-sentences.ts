import { itemBulletinId, type ProgrammeDefinition, type Sentence } from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import type { Database } from '../../../storage/database.ts'
import { bulletinReader } from '../../delivery/planned-programmes.ts'

/** What stands in the way of the bulletins of a draft: not approved, withdrawn, not valid when it is next heard. */
export function bulletinSentences(
  database: Database,
  { playlist }: ProgrammeDefinition,
  { nextStarts, timeZone }: { nextStarts: readonly number[]; timeZone: string },
): Sentence[] {
  const bulletinOf = bulletinReader(database)
  const dates = nextStarts.map((at) => localDateAt(at, timeZone))
  return [...new Set(playlist.flatMap((item) => itemBulletinId(item) ?? []))].flatMap((bulletinId) => {
    const bulletin = bulletinOf(bulletinId)
    if (!bulletin) return []
    const { title, state, withdrawnAt = null, validity: { from = '', until = '9999-12-31' } = {} } = bulletin
    if (withdrawnAt !== null) return [withdrawn(title)]
    const sentences = state === 'approved' ? [] : [notApproved(title)]
    const lost = dates.find((date) => date < from || date > until)
    return lost === undefined ? sentences : [...sentences, notValid(title, lost)]
  })
}

function withdrawn(title: string): Sentence {
  return {
    code: 'bulletinWithdrawn',
    vi: `Bản tin “${title}” đã được gỡ: mục này sẽ không được phát.`,
    en: `The bulletin “${title}” has been withdrawn: it will not be played.`,
  }
}

function notApproved(title: string): Sentence {
  return {
    code: 'bulletinNotApproved',
    vi: `Bản tin “${title}” chưa được duyệt: phải duyệt bản tin trước khi duyệt chương trình.`,
    en: `The bulletin “${title}” is not approved: it must be before the programme can be.`,
  }
}

function notValid(title: string, date: string): Sentence {
  const day = date.split('-').reverse().join('/')
  return {
    code: 'bulletinNotValid',
    vi: `Bản tin “${title}” không có hiệu lực vào ngày ${day}: hôm đó mục này được bỏ qua.`,
    en: `The bulletin “${title}” is not valid on ${date}: that day it is passed over.`,
  }
}
