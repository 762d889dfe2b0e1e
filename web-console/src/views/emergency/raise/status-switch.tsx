import { IconAlertOctagon, IconSchool } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { RaiseForm } from './model/raise-form.ts'

type Status = RaiseForm['status']

const STATUSES = [
  { status: 'Actual', word: 'actual', Icon: IconAlertOctagon },
  { status: 'Exercise', word: 'exercise', Icon: IconSchool },
] as const

/** Real or exercise: two large cells of different colour and shape, never a small tick (Hawaii, 2018). */
export function StatusSwitch({ value, onChange }: { value: Status; onChange: (status: Status) => void }) {
  const { t } = useTranslation('emergency')
  const name = useId()
  return (
    <fieldset className="tl-choice">
      <legend>{t('raise.status')}</legend>
      <div className="tl-statuses">
        {STATUSES.map(({ status, word, Icon }) => (
          <label key={status} htmlFor={`${name}${status}`} className="tl-tile" data-status={status}>
            <input
              type="radio"
              id={`${name}${status}`}
              name={name}
              checked={value === status}
              onChange={() => onChange(status)}
            />
            <Icon aria-hidden size={24} />
            <span>{t(`raise.${word}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
