import { localDateAt, localTimeAt } from '../calendar/civil-text.ts'
import type { Conflict } from './conflicts.ts'

type Language = 'vi' | 'en'

/** A conflict as a sentence for the planner, in Vietnamese or English; times in the cluster's zone. */
export function describeConflict(
  conflict: Conflict,
  options: { language: Language; timeZone: string },
): string {
  return options.language === 'vi'
    ? inVietnamese(conflict, options.timeZone)
    : inEnglish(conflict, options.timeZone)
}

/** `17:00 ngày 17/02/2026`. */
function momentVi(at: number, timeZone: string): string {
  return `${localTimeAt(Math.floor(at / 1_000) * 1_000, timeZone)} ngày ${dateVi(localDateAt(at, timeZone))}`
}

function dateVi(date: string): string {
  return date.split('-').reverse().join('/')
}

function momentEn(at: number, timeZone: string): string {
  return `${localTimeAt(Math.floor(at / 1_000) * 1_000, timeZone)} on ${localDateAt(at, timeZone)}`
}

function lengthOf(ms: number, language: Language): string {
  const seconds = Math.round(ms / 1_000)
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  const [minuteWord, secondWord] = language === 'vi' ? ['phút', 'giây'] : ['min', 's']
  const parts = [minutes > 0 ? `${minutes} ${minuteWord}` : '', rest > 0 ? `${rest} ${secondWord}` : '']
  return parts.filter(Boolean).join(' ') || `0 ${secondWord}`
}

const timesVi = (count: number) =>
  count > 1 ? ` Trường hợp này xảy ra ${count} lần trong khoảng thời gian đã kiểm tra.` : ''
const timesEn = (count: number) => (count > 1 ? ` This happens ${count} times in the span looked at.` : '')

function inVietnamese(conflict: Conflict, zone: string): string {
  switch (conflict.kind) {
    case 'overlap': {
      const [one, other] = conflict.programmes
      const length = lengthOf(conflict.overlapMs, 'vi')
      return one === other
        ? `“${one.name}” chưa hết thì lần phát sau đã đến giờ: chồng nhau ${length}, lúc ${momentVi(conflict.at, zone)}.${timesVi(conflict.count)}`
        : `“${one.name}” và “${other.name}” chồng giờ nhau ${length}, lúc ${momentVi(conflict.at, zone)}.${timesVi(conflict.count)}`
    }
    case 'runsIntoQuietHours': {
      const outcome = conflict.isCut ? 'sẽ bị cắt đúng lúc đó' : 'sẽ không được phát'
      return `“${conflict.programme.name}” có mục lúc ${momentVi(conflict.at, zone)} lấn vào giờ yên lặng (từ ${localTimeAt(conflict.quietFrom, zone)}): mục này ${outcome}.${timesVi(conflict.count)}`
    }
    case 'sessionTooLong':
      return `“${conflict.programme.name}” dài ${lengthOf(conflict.lengthMs, 'vi')}, vượt thời lượng tối đa ${lengthOf(conflict.maxMs, 'vi')} của một phiên: phần vượt sẽ không được phát.`
    case 'tooManySessions':
      return `Ngày ${dateVi(conflict.date)} có ${conflict.count} phiên, vượt mức tối đa ${conflict.max} phiên mỗi ngày: các phiên sau sẽ không được phát.`
    case 'overMidnight':
      return `“${conflict.programme.name}” bắt đầu lúc ${momentVi(conflict.at, zone)} và kéo qua nửa đêm, đến ${momentVi(conflict.endsAt, zone)}.${timesVi(conflict.count)}`
    case 'neverOccurs':
      return conflict.isExpressionRefused
        ? `“${conflict.programme.name}” không bao giờ phát: biểu thức cron không hợp lệ.`
        : `“${conflict.programme.name}” không có lần phát nào trong khoảng thời gian đã kiểm tra.`
    case 'nothingToSay':
      return `Ngày ${dateVi(conflict.date)} “${conflict.programme.name}” không có mục nào còn hiệu lực để phát.${timesVi(conflict.count)}`
  }
}

function inEnglish(conflict: Conflict, zone: string): string {
  switch (conflict.kind) {
    case 'overlap': {
      const [one, other] = conflict.programmes
      const length = lengthOf(conflict.overlapMs, 'en')
      return one === other
        ? `“${one.name}” is due again before it has ended: ${length} too early, at ${momentEn(conflict.at, zone)}.${timesEn(conflict.count)}`
        : `“${one.name}” and “${other.name}” overlap by ${length}, at ${momentEn(conflict.at, zone)}.${timesEn(conflict.count)}`
    }
    case 'runsIntoQuietHours': {
      const outcome = conflict.isCut ? 'it will be cut there' : 'it will not be played'
      return `“${conflict.programme.name}” has an item at ${momentEn(conflict.at, zone)} that runs into quiet hours (from ${localTimeAt(conflict.quietFrom, zone)}): ${outcome}.${timesEn(conflict.count)}`
    }
    case 'sessionTooLong':
      return `“${conflict.programme.name}” lasts ${lengthOf(conflict.lengthMs, 'en')}, longer than the ${lengthOf(conflict.maxMs, 'en')} allowed for a session: the rest will not be played.`
    case 'tooManySessions':
      return `${conflict.date} has ${conflict.count} sessions, more than the ${conflict.max} allowed a day: the later ones will not be played.`
    case 'overMidnight':
      return `“${conflict.programme.name}” begins at ${momentEn(conflict.at, zone)} and runs over midnight until ${momentEn(conflict.endsAt, zone)}.${timesEn(conflict.count)}`
    case 'neverOccurs':
      return conflict.isExpressionRefused
        ? `“${conflict.programme.name}” never occurs: its cron expression cannot be read.`
        : `“${conflict.programme.name}” does not occur in the span looked at.`
    case 'nothingToSay':
      return `On ${conflict.date} “${conflict.programme.name}” has no item that is valid: nothing is said.${timesEn(conflict.count)}`
  }
}
