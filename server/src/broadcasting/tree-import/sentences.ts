/** What a person reads, in both languages of the console. */
export interface Sentence {
  vi: string
  en: string
}

/** A row that cannot be taken, and why. */
export class RowRefused extends Error {
  readonly sentence: Sentence

  constructor(sentence: Sentence) {
    super(sentence.en)
    this.sentence = sentence
  }
}

/** Throws `RowRefused`. */
export function refuse(vi: string, en: string): never {
  throw new RowRefused({ vi, en })
}

const NOTHING: Sentence = { vi: 'chưa có', en: 'nothing' }
/** A value between quotation marks, the same in both languages. */
export const said = (text: string): Sentence => ({ vi: `“${text}”`, en: `“${text}”` })
const orNothing = (value: Sentence | null): Sentence => value ?? NOTHING

/** `Tên: “A” → “B”.` */
export function changedFromTo(what: Sentence, from: Sentence | null, to: Sentence | null): Sentence {
  return {
    vi: `${what.vi}: ${orNothing(from).vi} → ${orNothing(to).vi}.`,
    en: `${what.en}: ${orNothing(from).en} → ${orNothing(to).en}.`,
  }
}

export const WHAT = {
  name: { vi: 'Tên', en: 'Name' },
  code: { vi: 'Mã', en: 'Code' },
  parent: { vi: 'Chuyển nơi thuộc', en: 'Moves' },
  zones: { vi: 'Vùng phát', en: 'Zones' },
  position: { vi: 'Vị trí', en: 'Position' },
  volume: { vi: 'Âm lượng', en: 'Volume' },
  emergencyVolume: { vi: 'Âm lượng khẩn cấp', en: 'Emergency volume' },
  volumeCap: { vi: 'Trần âm lượng', en: 'Volume cap' },
  quietHours: { vi: 'Giờ yên lặng', en: 'Quiet hours' },
  specialArea: { vi: 'Khu đặc biệt', en: 'Special area' },
} as const satisfies Record<string, Sentence>

export const YES: Sentence = { vi: 'có', en: 'yes' }
export const NO: Sentence = { vi: 'không', en: 'no' }
export const INHERITED: Sentence = { vi: 'theo khu vực', en: 'as its area' }

/** `Thêm cụm loa “A” thuộc “B”.` */
export function added(kind: Sentence, name: string, parent: string | null): Sentence {
  return {
    vi: `Thêm ${kind.vi} “${name}”${parent === null ? '' : ` thuộc “${parent}”`}.`,
    en: `Adds the ${kind.en} “${name}”${parent === null ? '' : ` in “${parent}”`}.`,
  }
}

export const KIND = {
  area: { vi: 'khu vực', en: 'area' },
  zone: { vi: 'vùng phát', en: 'zone' },
  cluster: { vi: 'cụm loa', en: 'cluster' },
} as const satisfies Record<string, Sentence>
