import { IconArrowBackUp, IconClockHour4, IconPencil, IconPlayerPlayFilled } from '@tabler/icons-react'
import type { CalendarEntry } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'

export type EntryLook = 'playing' | 'draft' | 'submitted' | 'returned'

const SHAPES = {
  playing: IconPlayerPlayFilled,
  draft: IconPencil,
  submitted: IconClockHour4,
  returned: IconArrowBackUp,
}

export const ENTRY_LOOKS: readonly EntryLook[] = ['playing', 'draft', 'submitted', 'returned']

/** What plays is solid; what is being worked on is outlined, with a shape and a word of its own. */
export function lookOf({ isPlaying, state }: Pick<CalendarEntry, 'isPlaying' | 'state'>): EntryLook {
  return isPlaying || state === 'approved' ? 'playing' : state
}

/** The shape beside the colour, for those who do not see colours apart; `size` in pixels. */
export function EntryShape({ look, size = 14 }: { look: EntryLook; size?: number }) {
  const Shape = SHAPES[look]
  return <Shape aria-hidden size={size} style={{ flex: 'none' }} />
}

/** The word beside the shape. */
export function useLookWord() {
  const { t } = useTranslation('programmes')
  const { t: word } = useTranslation('words')
  return (look: EntryLook) => (look === 'playing' ? t('calendar.playing') : word(`review.${look}`))
}

/** One entry among all: what plays and what is worked on are two. */
export function entryKey({ broadcastId, isPlaying }: CalendarEntry): string {
  return `${broadcastId} ${isPlaying ? 'playing' : 'draft'}`
}
