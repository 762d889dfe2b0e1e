import { CodedError } from '@tieng-lang/protocol'

/** Why a document is no CAP 1.2 message, or one that we do not take. */
export type CapRefusalCode =
  | 'tooLarge'
  | 'notUtf8'
  | 'badCharacter'
  | 'malformed'
  | 'doctype'
  | 'processingInstruction'
  | 'entity'
  | 'tooDeep'
  | 'tooManyElements'
  | 'tooMany'
  | 'tooLong'
  | 'wrongNamespace'
  | 'unexpectedAttribute'
  | 'unknownElement'
  | 'outOfOrder'
  | 'repeated'
  | 'missing'
  | 'mixedContent'
  | 'commentInText'
  | 'empty'
  | 'unknownValue'
  | 'restrictedCharacter'
  | 'badDateTime'
  | 'alphabeticZone'
  | 'utcNotMinusZero'
  | 'referencesMissing'
  | 'badReference'
  | 'restrictionMissing'
  | 'restrictionUnused'
  | 'addressesMissing'
  | 'badList'
  | 'badLanguage'
  | 'badUri'
  | 'badMimeType'
  | 'badSize'
  | 'badBase64'
  | 'badDigest'
  | 'digestMismatch'
  | 'badCoordinates'
  | 'polygonTooShort'
  | 'polygonNotClosed'
  | 'badCircle'
  | 'badAltitude'
  | 'ceilingAlone'
  | 'ceilingBelowAltitude'

export interface CapRefusal {
  code: CapRefusalCode
  /** `alert/info[1]/area[1]/polygon[2]`; `-` for the document as a whole. */
  element: string
  /** The clause: `CAP 1.2 §3.2.4 polygon (2)`, `XML 1.0`, `limit`. */
  rule: string
  detail: string
}

/** The document is refused as a whole. */
export class CapRefused extends CodedError {
  readonly refusal: CapRefusal

  constructor(refusal: CapRefusal) {
    super('capRefused', `${refusal.element}: ${refusal.detail} (${refusal.code}, ${refusal.rule})`)
    this.refusal = refusal
  }
}

/** Where in the document, and by which clause. */
export interface Where {
  element: string
  rule: string
}

export function refuseCap({ element, rule }: Where, code: CapRefusalCode, detail: string): never {
  throw new CapRefused({ code, element, rule, detail })
}

/** A SHOULD of the standard that a message does not follow; it is taken all the same. */
export interface CapAdvice extends Where {
  code:
    | 'noInfo'
    | 'exerciseWithoutNote'
    | 'errorWithoutNote'
    | 'headlineLong'
    | 'assessInPublic'
    | 'acronymWithPeriods'
    | 'geocodeAlone'
}
