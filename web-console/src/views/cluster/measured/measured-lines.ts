import type { Health } from '@tieng-lang/protocol/browser'

type Word =
  | 'mains'
  | 'supply'
  | 'supplyCurrent'
  | 'temperature'
  | 'microphone'
  | 'lineCurrent'
  | 'lineImpedance'
  | 'clockOffset'
  | 'outputDelay'
  | 'starvations'
  | 'volume'
  | 'cache'
type YesNoWord = 'board' | 'power' | 'protection' | 'tuner' | 'lineFault'

/** One measured thing; a null value = this board cannot measure it. `line` counts from 1. */
export type MeasuredLine =
  | { kind: 'number'; word: Word; value: number | null; unit: string; line: number | null }
  | { kind: 'yesNo'; word: YesNoWord; value: boolean | null; line: number | null; isFault: boolean }

const MB_BYTES = 1_000_000

/** What a cluster measures (R16), in the order in which a technician asks: power, lines, surroundings, sound. */
export function measuredLines({ board, clock, output, volumePercent, media }: Health): MeasuredLine[] {
  return [
    yesNo('board', board.isResponding, false),
    yesNo('power', board.isPowerOn, null),
    yesNo('protection', board.isProtectionTripped, true),
    yesNo('tuner', board.hasTuner ?? null, null),
    measured('mains', board.mainsV, 'V'),
    measured('supply', board.dcV, 'V'),
    measured('supplyCurrent', board.supplyCurrentA, 'A'),
    ...board.lines.flatMap(linesOf),
    measured('temperature', board.temperatureC, '°C'),
    measured('microphone', board.microphoneDb, 'dB'),
    measured('volume', volumePercent, '%'),
    measured('clockOffset', clock.offsetMs, 'ms'),
    measured('outputDelay', output.delayMs, 'ms'),
    measured('starvations', output.starvations, ''),
    measured('cache', media.bytes / MB_BYTES, 'MB'),
  ]
}

function linesOf(
  { currentA, impedanceOhm, faultBits }: Health['board']['lines'][number],
  index: number,
): MeasuredLine[] {
  const line = index + 1
  return [
    { ...measured('lineCurrent', currentA, 'A'), line },
    { ...measured('lineImpedance', impedanceOhm, 'Ω'), line },
    { ...yesNo('lineFault', faultBits !== 0, true), line },
  ]
}

function measured(word: Word, value: number | null, unit: string) {
  return { kind: 'number' as const, word, value, unit, line: null }
}

/** `faultWhen` null: neither answer is a fault. */
function yesNo(word: YesNoWord, value: boolean | null, faultWhen: boolean | null) {
  return { kind: 'yesNo' as const, word, value, line: null, isFault: value !== null && value === faultWhen }
}
