import { measureLive } from './live/measure.ts'

const SECONDS = 120
const TRIALS = [
  { profile: 'lan', delay: 'lan' },
  { profile: '4g', delay: 'live' },
  { profile: '4g-poor', delay: 'robust' },
] as const

/**
 * From the microphone's socket to twenty horns, with the delay that is meant for each network. One network and another
 * length may be asked for: `npm run bench -- live 4g-poor 300`.
 */
export async function run(args: readonly string[] = []): Promise<Record<string, unknown>> {
  const seconds = Number(args.find((arg) => /^\d+$/.test(arg)) ?? SECONDS)
  const asked = TRIALS.filter(({ profile }) => args.includes(profile))
  const figures: Record<string, unknown> = {}
  for (const trial of asked.length > 0 ? asked : TRIALS)
    figures[trial.profile] = await measureLive({ ...trial, seconds })
  return figures
}
