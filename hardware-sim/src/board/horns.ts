/** One horn loudspeaker on a 100 V line: its transformer tap gives it an impedance of 100² / power. */
export interface Horn {
  readonly powerW: number
  /** False once its wire is off. */
  isConnected: boolean
}

export const LINE_V = 100

/** Impedance of the horns that are connected, in parallel; infinite when there is none. */
export function hornsImpedanceOhm(horns: readonly Horn[]): number {
  const powerW = connectedPowerW(horns)
  return powerW === 0 ? Number.POSITIVE_INFINITY : LINE_V ** 2 / powerW
}

/** What the connected horns take together at full line voltage, watts. */
export function connectedPowerW(horns: readonly Horn[]): number {
  return horns.reduce((sum, horn) => sum + (horn.isConnected ? horn.powerW : 0), 0)
}

/** A horn gives about 105 dB at 1 W and 1 m; the supervision microphone hangs some metres below it. */
const SPL_ONE_WATT_DB = 105
const MICROPHONE_DISTANCE_DB = 15

/** Sound pressure at the supervision microphone for `powerW` of sound, above the noise of the street. */
export function microphoneSplDb(powerW: number, ambientDb: number): number {
  if (powerW <= 0) return ambientDb
  const hornDb = SPL_ONE_WATT_DB - MICROPHONE_DISTANCE_DB + 10 * Math.log10(powerW)
  return 10 * Math.log10(10 ** (hornDb / 10) + 10 ** (ambientDb / 10))
}
