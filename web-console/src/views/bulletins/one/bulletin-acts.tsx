import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { type BulletinAct, useBulletinAct } from '../../../api/bulletins.ts'
import { ConfirmButton } from '../../../components/dialogs/confirm-button.tsx'
import { ReturnDialog } from '../../../components/review/return-dialog.tsx'
import { toast, toastProblem } from '../../../components/toast.ts'
import { useBulletinRights } from '../use-bulletin-rights.ts'

const DONE_WORDS = {
  submission: 'acts.submitted',
  approval: 'acts.approved',
  return: 'acts.returned',
  withdrawal: 'acts.withdrawn',
} as const satisfies Record<BulletinAct, string>

/** What may be done with it now, by this person. */
export function BulletinActs({ bulletin }: { bulletin: BulletinAnswer }) {
  const { t } = useTranslation('bulletins')
  const rights = useBulletinRights(bulletin)
  const [isReturning, { open, close }] = useDisclosure(false)
  const act = useBulletinAct(bulletin)
  const give = (which: BulletinAct, note?: string) =>
    act.mutate(
      { act: which, ...(note !== undefined && { note }) },
      { onSuccess: () => toast(t(DONE_WORDS[which])), onError: toastProblem },
    )
  const isGiving = (which: BulletinAct) => act.isPending && act.variables.act === which
  return (
    <>
      <Group gap="sm" className="tl-acts">
        {rights.maySubmit && (
          <Button loading={isGiving('submission')} onClick={() => give('submission')}>
            {t('acts.submit')}
          </Button>
        )}
        {rights.mayApprove && (
          <Button loading={isGiving('approval')} onClick={() => give('approval')}>
            {t('acts.approve')}
          </Button>
        )}
        {rights.mayReturn && (
          <Button variant="default" loading={isGiving('return')} onClick={open}>
            {t('acts.return')}
          </Button>
        )}
        {rights.mayWithdraw && (
          <ConfirmButton
            question={t('acts.withdrawQuestion')}
            loading={isGiving('withdrawal')}
            onConfirm={() => give('withdrawal')}
          >
            {t('acts.withdraw')}
          </ConfirmButton>
        )}
      </Group>
      {rights.isBarredByFourEyes && (
        <Text size="sm" mt="xs">
          {t('acts.ownWork')}
        </Text>
      )}
      {bulletin.state === 'submitted' && bulletin.withdrawnAt === null && !rights.isReviewer && (
        <Text size="sm" mt="xs">
          {t('acts.waitsForOther')}
        </Text>
      )}
      <ReturnDialog
        isOpen={isReturning}
        title={bulletin.title}
        hint={bulletin.state === 'approved' ? t('acts.returnApprovedHint') : undefined}
        onReturn={(note) => {
          close()
          give('return', note)
        }}
        onClose={close}
      />
    </>
  )
}
