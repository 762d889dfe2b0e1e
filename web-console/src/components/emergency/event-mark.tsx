import type { EmergencyEvent } from '@tieng-lang/protocol/browser'
import { EVENT_LOOKS } from './event-looks.ts'

/** The sign of an event in its colour; the word stands beside it. */
export function EventMark({ event, sizePx = 44 }: { event: EmergencyEvent; sizePx?: number }) {
  const { Icon, color } = EVENT_LOOKS[event]
  return (
    <span
      aria-hidden
      style={{
        display: 'inline-grid',
        placeItems: 'center',
        flex: 'none',
        width: sizePx,
        height: sizePx,
        borderRadius: sizePx / 5,
        background: color,
        color: '#fff',
      }}
    >
      <Icon size={sizePx * 0.62} />
    </span>
  )
}
