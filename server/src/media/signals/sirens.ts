import { joined, type Pcm, silence } from './pcm.ts'
import { note, PURE, SIREN_PARTIALS, tone } from './tones.ts'

const partials = SIREN_PARTIALS

/** A slow wail, up and down three times: the siren that everybody knows. */
export function wail(): Pcm {
  const frequencyHz = (atS: number) => 750 - 350 * Math.cos((2 * Math.PI * atS) / 2.6)
  return tone({ durationS: 7.8, partials, frequencyHz })
}

/** Two tones in turn, half a second each, as a fire engine’s horn in a village street. */
export function twoTone(): Pcm {
  const frequencyHz = (atS: number) => (Math.floor(atS / 0.5) % 2 === 0 ? 960 : 640)
  return tone({ durationS: 6, partials, frequencyHz })
}

/** A yelp: three and a half quick rises a second, each with a quicker fall. Nothing sounds more like "now". */
export function yelp(): Pcm {
  const risingPart = 0.85
  const height = (part: number) => (part < risingPart ? part / risingPart : (1 - part) / (1 - risingPart))
  const frequencyHz = (atS: number) => 600 * 2 ** (1.4 * height((atS * 3.5) % 1))
  return tone({ durationS: 6, partials, frequencyHz })
}

/** Three long, deep blasts, each run up from below: as the siren at a dam before its gates open. */
export function longBlasts(): Pcm {
  const frequencyHz = (atS: number) => 460 - 140 * Math.exp(-atS / 0.18)
  const blast = tone({ durationS: 2.3, partials, frequencyHz })
  const pause = silence(0.6)
  return joined([blast, pause, blast, pause, blast])
}

/**
 * ISO 8201 §4: half a second on, half a second off, three times, and a second and a half of silence; the pattern that means
 * "leave" anywhere. Each pulse sweeps upward, as ISO 7731 has it for what must be told from steady noise.
 */
export function threePulseSweep(): Pcm {
  const pulse = tone({ durationS: 0.5, partials, frequencyHz: (atS) => 500 + 1_400 * atS })
  const pause = silence(0.5)
  const group = [pulse, pause, pulse, pause, pulse]
  return joined([...group, silence(1.5), ...group])
}

/** Pairs of short high beeps: somebody is called, nobody has to run. */
export function pairedBeeps(): Pcm {
  const beep = note(1_400, 0.13, PURE)
  const pair = [beep, silence(0.1), beep, silence(0.55)]
  return joined([...pair, ...pair, ...pair, ...pair, ...pair]).slice(0, -silence(0.55).length)
}
