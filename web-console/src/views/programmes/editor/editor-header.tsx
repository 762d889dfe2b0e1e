import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '../../../components/dialogs/confirm-button.tsx'
import { PageHeader } from '../../../components/page/page-header.tsx'

interface EditorHeaderProps {
  saved: ProgrammeAnswer | null
  mayWrite: boolean
  onRemove: () => void
}

/** The programme's name, the way back, and its removal, which says beforehand what stops. */
export function EditorHeader({ saved, mayWrite, onRemove }: EditorHeaderProps) {
  const { t } = useTranslation('programmes')
  return (
    <PageHeader
      title={saved?.definition.name ?? t('newProgramme')}
      lead={
        <Anchor renderRoot={(props) => <Link {...props} to="/lich-phat" />}>{t('backToCalendar')}</Anchor>
      }
      action={
        saved &&
        mayWrite && (
          <ConfirmButton
            question={t(saved.playing ? 'remove.questionPlaying' : 'remove.questionDraft')}
            onConfirm={onRemove}
          >
            {t('remove.remove')}
          </ConfirmButton>
        )
      }
    />
  )
}
