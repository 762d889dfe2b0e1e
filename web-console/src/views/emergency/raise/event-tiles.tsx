import type { EmergencyEvent } from '@tieng-lang/protocol/browser'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { EVENTS } from '../../../components/emergency/event-looks.ts'
import { EventMark } from '../../../components/emergency/event-mark.tsx'

interface EventTilesProps {
  value: EmergencyEvent | null
  onChange: (event: EmergencyEvent) => void
}

/** What has happened: a large tile each, with sign, colour and word. */
export function EventTiles({ value, onChange }: EventTilesProps) {
  const { t } = useTranslation('emergency')
  const name = useId()
  return (
    <fieldset className="tl-choice">
      <legend>{t('raise.what')}</legend>
      <div className="tl-tiles">
        {EVENTS.map((event) => (
          <label key={event} htmlFor={`${name}${event}`} className="tl-tile">
            <input
              type="radio"
              id={`${name}${event}`}
              name={name}
              checked={value === event}
              onChange={() => onChange(event)}
            />
            <EventMark event={event} />
            <span>{t(`event.${event}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
