import { Button, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDateWords } from '../../../../components/dates/use-date-words.ts'
import { Dialog } from '../../../../components/dialogs/dialog.tsx'
import { DialogActs } from '../../../../components/dialogs/dialog-acts.tsx'
import type { AskedMove } from './use-moving.ts'

interface MoveQuestionProps {
  asked: AskedMove
  onAnswer: (scope: 'thisDay' | 'every' | null) => void
}

/** A repeated programme was moved: this day alone, or every sounding? */
export function MoveQuestion({ asked, onAnswer }: MoveQuestionProps) {
  const { t } = useTranslation('programmes')
  const words = useDateWords()
  const { from, to } = asked.move
  const say = ({ date, time }: typeof from) => `${time} ${words.shortDate(date)}`
  return (
    <Dialog onClose={() => onAnswer(null)} title={t('move.title')}>
      <Stack>
        <Text>
          {t('move.question', { name: asked.programme.definition.name, from: say(from), to: say(to) })}
        </Text>
        <Way hint={t('move.thisDayHint')} label={t('move.thisDay')} onClick={() => onAnswer('thisDay')} />
        {asked.choice === 'thisDayOrEvery' && (
          <Way hint={t('move.everyHint')} label={t('move.every')} onClick={() => onAnswer('every')} />
        )}
        <Text size="sm" c="dimmed">
          {t('entry.isFromNow')}
        </Text>
        <DialogActs onCancel={() => onAnswer(null)} />
      </Stack>
    </Dialog>
  )
}

function Way({ label, hint, onClick }: { label: string; hint: string; onClick: () => void }) {
  return (
    <Stack gap={4}>
      <Button variant="light" size="md" onClick={onClick} fullWidth>
        {label}
      </Button>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
    </Stack>
  )
}
