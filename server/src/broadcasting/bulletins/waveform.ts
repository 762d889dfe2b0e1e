import { BULLETIN_MS_MAX, CodedError, MEDIA_BYTES_MAX, type Media, type Waveform } from '@tieng-lang/protocol'
import type { Principal } from '../../access/principal.ts'
import { measureStretches } from '../../media/ffmpeg.ts'
import { readStretches, stretchSamplesFor } from '../../media/waveform.ts'
import { findWaveform, insertWaveform } from '../../storage/bulletins/waveforms.ts'
import type { Services } from '../services.ts'

const SAMPLES_PER_MS = 48

/** The waveform of stored audio; of what came in before there were any it is made once, in its turn. Rejects with `mediaNotFound`, `tooBusy`. */
export async function waveformOf(services: Services, media: Media, by: Principal): Promise<Waveform> {
  const { database } = services
  const peaks = findWaveform(database, media.sha256) ?? (await makeWaveform(services, media, by))
  return { durationMs: media.durationMs, peaks: [...peaks] }
}

async function makeWaveform(services: Services, media: Media, by: Principal): Promise<Uint8Array> {
  const { clock, config, database, intakes, media: store } = services
  if ((await store.sizeOf(media.sha256)) === undefined)
    throw new CodedError('mediaNotFound', `the audio ${media.sha256} is missing`)
  const place = intakes.takePlace(by)
  const limits = {
    ...{ clock, runMsMax: config.limits.intakeMsMax },
    ...{ outputBytesMax: MEDIA_BYTES_MAX, durationMsMax: BULLETIN_MS_MAX },
  }
  try {
    return await place.run(async () => {
      const known = findWaveform(database, media.sha256)
      if (known) return known
      const stretch = stretchSamplesFor(media.durationMs * SAMPLES_PER_MS)
      const { stdout } = await measureStretches(store.pathOf(media.sha256), stretch, limits)
      const { peaks } = readStretches(stdout)
      insertWaveform(database, media.sha256, peaks)
      return peaks
    })
  } finally {
    place.leave()
  }
}
