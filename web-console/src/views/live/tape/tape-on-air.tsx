import { Progress, Stack, Text } from '@mantine/core'
import type { LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sayClock } from '../model/say-clock.ts'
import type { TapeName } from '../sound/desk/desk-report.ts'
import { useStudio, useStudioState } from '../studio/studio-context.ts'

/** Whoever has not connected by then hears the rest. */
const WAITED_MS_MAX = 8_000
/** Reports come ten times a second, or a little less often. */
const LAST_REPORT_MS_MAX = 400

interface TapeOnAirProps {
  session: LiveSessionAnswer
  tape: TapeName
  onPlayed: () => void
}

/** Waits until the clusters are there, plays the tape, and ends with it. */
export function TapeOnAir({ session, tape, onPlayed }: TapeOnAirProps) {
  const { t } = useTranslation('live')
  const studio = useStudio()
  const playing = useStudioState(({ report }) => report?.playing ?? null)
  const isOpen = useStudioState(({ report }) => report?.line === 'open')
  const [hasBegun, setHasBegun] = useState(false)
  const isEveryoneThere = session.listeners.every(({ state }) => state === 'sounding' || state === 'refused')
  const isLate = useIsLate(isOpen)
  const begins = isOpen && !hasBegun && (isLate || (isEveryoneThere && session.soundingCount > 0))
  useEffect(() => {
    if (!begins) return
    studio.play(tape)
    setHasBegun(true)
  }, [begins, studio, tape])
  useWhenPlayed(() => {
    // What of the unheard is unheard again is kept.
    if (tape === 'recorded') studio.drop(tape)
    onPlayed()
  })
  if (!playing) return <Text role="status">{hasBegun ? '' : t('tape.waitingFor')}</Text>
  const { atMs, lengthMs } = playing
  return (
    <Stack gap={6} className="tl-surface" p="sm">
      <Text fw={500}>
        {t('tape.playing')} · {sayClock(atMs)} / {sayClock(lengthMs)}
      </Text>
      <Progress value={(atMs / lengthMs) * 100} size="lg" aria-label={t('tape.playing')} />
    </Stack>
  )
}

/** Runs once the tape has come to its end; one that was cancelled has not. */
function useWhenPlayed(onPlayed: () => void): void {
  const playing = useStudioState(({ report }) => report?.playing ?? null)
  const before = useRef(playing)
  const latest = useRef(onPlayed)
  latest.current = onPlayed
  useEffect(() => {
    const last = before.current
    before.current = playing
    if (last && playing === null && last.lengthMs - last.atMs <= LAST_REPORT_MS_MAX) latest.current()
  }, [playing])
}

function useIsLate(isOpen: boolean): boolean {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    if (!isOpen) return
    const timer = setTimeout(() => setIsLate(true), WAITED_MS_MAX)
    return () => clearTimeout(timer)
  }, [isOpen])
  return isLate
}
