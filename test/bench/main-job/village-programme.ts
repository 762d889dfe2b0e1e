import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemClock } from '@tieng-lang/protocol/node'
import { FIRST_BULLETINS } from '../../../hardware-sim/src/demo/sample-bulletins.ts'
import { speak } from '../../support/sound/speech.ts'
import type { AddedBulletin, TestVillage } from '../../support/village.ts'
import type { PlannedAudio } from './half.ts'

export interface PlaylistLine {
  bulletin: AddedBulletin
  repeats: number
  /** Silence after each play. */
  gapMs: number
}

export interface LaidProgramme {
  startAt: number
  /** The end of the last sound. */
  endAt: number
  /** What is to be heard when, reckoned here from the playlist and not by the scheduler under test. */
  audios: PlannedAudio[]
}

/** Has the first `count` sample bulletins spoken and taken in. */
export async function addSpeech(village: TestVillage, count: number): Promise<AddedBulletin[]> {
  const added: AddedBulletin[] = []
  for (const { title, text } of FIRST_BULLETINS.slice(0, count)) {
    const file = await speak(text)
    added.push(await village.addBulletin(file, title))
    await rm(dirname(file), { recursive: true })
  }
  return added
}

/** Lays one sounding of a playlist for the whole village, `inMs` from now, on a whole second. */
export async function layProgramme(
  village: TestVillage,
  lines: readonly PlaylistLine[],
  inMs: number,
): Promise<LaidProgramme> {
  const startAt = Math.ceil((systemClock.now() + inMs) / 1000) * 1000
  const playlist = lines.map(({ bulletin, repeats, gapMs }, index) => {
    const { bulletinId } = bulletin
    return { itemId: `tin-${index + 1}`, title: `Tin ${index + 1}`, bulletinId, repeats, gapMs }
  })
  await village.putProgramme({ recurrence: { kind: 'once', at: startAt }, playlist })
  let endAt = startAt
  let nextAt = startAt
  const audios = lines.map(({ bulletin: { media }, repeats, gapMs }) => {
    const dueAts = Array.from(
      { length: repeats },
      (_, repeat) => nextAt + repeat * (media.durationMs + gapMs),
    )
    endAt = (dueAts.at(-1) ?? nextAt) + media.durationMs
    nextAt = endAt + gapMs
    return { url: village.storedAudioUrl(media.sha256), dueAts }
  })
  return { startAt, endAt, audios }
}
