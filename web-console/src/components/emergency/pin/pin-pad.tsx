import { IconBackspace } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import './pin-pad.css'
import { pinDigits } from './pin-digits.ts'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

interface PinPadProps {
  pin: string
  onChange: (pin: string) => void
  /** Enter, with whatever is there. */
  onEnter: () => void
}

/** A PIN by large keys for wet fingers, or typed. What is entered is never shown. */
export function PinPad({ pin, onChange, onEnter }: PinPadProps) {
  const { t } = useTranslation('emergency')
  const id = useId()
  const add = (digit: string) => onChange(pinDigits(pin + digit))
  return (
    <div className="tl-pin">
      <label htmlFor={id}>{t('pin.label')}</label>
      <input
        id={id}
        type="password"
        // The keys below are larger than those of the phone; a keyboard types into the field all the same.
        inputMode="none"
        autoComplete="off"
        data-autofocus
        value={pin}
        onChange={({ currentTarget }) => onChange(pinDigits(currentTarget.value))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          onEnter()
        }}
      />
      <span role="status" className="tl-pin-count">
        {t('pin.typed', { count: pin.length })}
      </span>
      <div className="tl-pin-keys">
        {DIGITS.map((digit) => (
          <Key key={digit} label={t('pin.digit', { digit })} onPress={() => add(digit)}>
            {digit}
          </Key>
        ))}
        <Key label={t('pin.clear')} onPress={() => onChange('')}>
          <small>{t('pin.clear')}</small>
        </Key>
        <Key label={t('pin.digit', { digit: '0' })} onPress={() => add('0')}>
          0
        </Key>
        <Key label={t('pin.erase')} onPress={() => onChange(pin.slice(0, -1))}>
          <IconBackspace aria-hidden size={28} />
        </Key>
      </div>
    </div>
  )
}

interface KeyProps {
  label: string
  onPress: () => void
  children: React.ReactNode
}

function Key({ label, onPress, children }: KeyProps) {
  return (
    <button type="button" aria-label={label} onClick={onPress}>
      {children}
    </button>
  )
}
