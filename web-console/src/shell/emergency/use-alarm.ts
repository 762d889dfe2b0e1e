import type { Update } from '@tieng-lang/protocol/browser'
import { useCallback, useEffect, useState } from 'react'
import { useUpdates } from '../../api/live/live-context.tsx'
import { useSession } from '../../session/session-context.ts'
import { AlarmNews } from './alarm-news.ts'
import { AlarmTone } from './alarm-tone.ts'

type EmergencyNews = Extract<Update, { kind: 'emergency' }>

/** Sounds on this device when somebody else raises an emergency or asks for a second person. */
export function useAlarm() {
  const { name } = useSession()
  const [tone] = useState(() => new AlarmTone())
  const [news] = useState(() => new AlarmNews())
  const [isAllowed, setIsAllowed] = useState(false)

  const unlock = useCallback(() => {
    tone.unlock()
    // The browser answers a moment later.
    setTimeout(() => setIsAllowed(tone.isAllowed), 200)
  }, [tone])
  useEffect(() => {
    addEventListener('pointerdown', unlock, { once: true })
    addEventListener('keydown', unlock, { once: true })
    return () => {
      removeEventListener('pointerdown', unlock)
      removeEventListener('keydown', unlock)
    }
  }, [unlock])

  const onNews = useCallback(
    ({ emergency }: EmergencyNews) => {
      if (news.isNews(emergency, name)) tone.sound(emergency.status === 'Actual' ? 'real' : 'exercise')
    },
    [news, tone, name],
  )
  useUpdates('emergency', onNews)
  return { isAllowed, unlock }
}
