import { IconPlayerRecord, IconSpeakerphone } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { LiveForm } from '../model/live-form.ts'

const WAYS = [
  { way: 'talk', Icon: IconSpeakerphone },
  { way: 'record', Icon: IconPlayerRecord },
] as const

type Way = LiveForm['way']

/** Heard as it is said, or recorded, listened to and then played. */
export function WayChoice({ value, onChange }: { value: Way; onChange: (way: Way) => void }) {
  const { t } = useTranslation('live')
  const name = useId()
  return (
    <fieldset className="tl-choice">
      <legend>{t('way.label')}</legend>
      <div className="tl-tiles tl-live-ways">
        {WAYS.map(({ way, Icon }) => (
          <label key={way} htmlFor={`${name}${way}`} className="tl-tile">
            <input
              type="radio"
              id={`${name}${way}`}
              name={name}
              checked={value === way}
              aria-describedby={`${name}${way}hint`}
              onChange={() => onChange(way)}
            />
            <Icon aria-hidden size={26} style={{ flex: 'none' }} />
            <span>
              {t(`way.${way}`)}
              <small id={`${name}${way}hint`}>{t(`way.${way}Hint`)}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
