import { Button } from '@mantine/core'
import { IconArrowBackUp, IconPlayerStopFilled, IconShieldCheck, IconSpeakerphone } from '@tabler/icons-react'
import type { EmergencyAnswer, EmergencyEnd } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EndDialog } from './end-dialog.tsx'
import { endWords } from './end-words.ts'
import { UpdateDialog } from './update-dialog.tsx'

const ENDS = [
  { how: 'allClear', Icon: IconShieldCheck, color: 'leaf', variant: 'filled' },
  { how: 'cancel', Icon: IconPlayerStopFilled, color: 'stop', variant: 'filled' },
  { how: 'correction', Icon: IconArrowBackUp, color: 'stop', variant: 'outline' },
] as const

/** All clear, stop, correction: each one touch and the PIN. A new warning beside them. */
export function EndActs({ emergency }: { emergency: EmergencyAnswer }) {
  const { t } = useTranslation('emergency')
  const [act, setAct] = useState<EmergencyEnd['how'] | 'update' | null>(null)
  const close = () => setAct(null)
  const words = (how: EmergencyEnd['how']) => endWords(how, emergency.status)
  return (
    <section aria-label={t('end.heading')} className="tl-ends">
      {emergency.may.end &&
        ENDS.filter(({ how }) => isPossible(how, emergency)).map(({ how, Icon, color, variant }) => (
          <Button
            key={how}
            color={color}
            variant={variant}
            h={60}
            leftSection={<Icon aria-hidden size={22} />}
            title={t(`end.${words(how)}Hint`)}
            onClick={() => setAct(how)}
          >
            {t(`end.${words(how)}`)}
          </Button>
        ))}
      {emergency.may.update && (
        <Button
          variant="default"
          h={60}
          leftSection={<IconSpeakerphone aria-hidden size={22} />}
          title={t('update.hint')}
          onClick={() => setAct('update')}
        >
          {t('update.act')}
        </Button>
      )}
      {act === 'update' && <UpdateDialog emergency={emergency} onClose={close} />}
      {act !== null && act !== 'update' && <EndDialog emergency={emergency} how={act} onClose={close} />}
    </section>
  )
}

/** What waits can only be given up; what was stopped in silence can still be corrected aloud. */
function isPossible(how: EmergencyEnd['how'], { state }: Pick<EmergencyAnswer, 'state'>): boolean {
  if (state === 'active') return true
  return how === (state === 'awaiting' ? 'cancel' : 'correction')
}
