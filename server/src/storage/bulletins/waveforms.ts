import { type Database, query } from '../database.ts'

/** The same audio always has the same waveform. */
export function insertWaveform(database: Database, mediaSha256: string, peaks: Uint8Array): void {
  database.run(
    query
      .insertInto('waveforms')
      .values({ mediaSha256, peaks })
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** Nothing where there is none. */
export function removeWaveform(database: Database, mediaSha256: string): void {
  database.run(query.deleteFrom('waveforms').where('mediaSha256', '=', mediaSha256))
}

/** Peaks from 0 to 255, in order of time; undefined before they were measured. */
export function findWaveform(database: Database, mediaSha256: string): Uint8Array | undefined {
  return database.row(query.selectFrom('waveforms').select('peaks').where('mediaSha256', '=', mediaSha256))
    ?.peaks
}
