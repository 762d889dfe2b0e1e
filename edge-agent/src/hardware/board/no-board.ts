import { type Board, noReadings } from './board.ts'

/** A cluster whose amplifier is always on and that measures nothing: it claims nothing either. */
export function noBoard(): Board {
  return {
    start: async () => {},
    stop: async () => {},
    setPower: async () => {},
    setTuner: async () => {},
    warmUpMs: () => 0,
    readings: () => ({ ...noReadings(), hasTuner: false }),
    onButton: () => {},
    onReadings: () => {},
  }
}
