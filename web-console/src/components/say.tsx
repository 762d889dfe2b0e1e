import { useTimes } from '../i18n/use-times.ts'

/** An instant as people say it, the exact one in the title. */
export function Say({ at, as = 'instant' }: { at: number; as?: 'instant' | 'ago' | 'timeOfDay' }) {
  const times = useTimes()
  return (
    <time dateTime={new Date(at).toISOString()} title={times.exactly(at)}>
      {times[as](at)}
    </time>
  )
}
