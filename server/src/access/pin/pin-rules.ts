import { CodedError } from '@tieng-lang/protocol'

const ASCENDING = '01234567890123456789'
const DESCENDING = [...ASCENDING].reverse().join('')

/** Throws `pinTooSimple` for what is guessed within five tries. */
export function checkPinRules(pin: string): void {
  if (new Set(pin).size < 3) refuse('has too few different digits')
  if (ASCENDING.includes(pin) || DESCENDING.includes(pin)) refuse('is a run of digits')
  if (isRepeated(pin)) refuse('says the same again')
}

/** 123123, 1212121212. */
function isRepeated(pin: string): boolean {
  return [2, 3, 4, 5].some((length) => {
    const times = pin.length / length
    return Number.isInteger(times) && times > 1 && pin === pin.slice(0, length).repeat(times)
  })
}

function refuse(why: string): never {
  throw new CodedError('pinTooSimple', `this PIN ${why}`)
}
