import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { type AreaAnswer, type AreaId, EVERYWHERE } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { ConflictDialog } from '../../../components/dialogs/conflict-dialog.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { useVersionedSave } from '../../../components/dialogs/use-versioned-save.ts'
import { AreaPicker } from '../../../components/places/area-picker.tsx'
import { areasWithin } from '../../../components/places/area-tree.ts'
import { toast } from '../../../components/toast.ts'
import { useMay } from '../../../session/session-context.ts'
import { AreaFacts } from './area-facts.tsx'
import type { AreaPartProps } from './area-panel.tsx'

/** An area with all below it goes below another. */
export function MoveAreaDialog({ area, known, onClose }: AreaPartProps & { onClose: () => void }) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const mayTop = useMay('tree.write', EVERYWHERE)
  const [target, setTarget] = useState<AreaId | null>(null)
  const [isTop, setTop] = useState(false)
  const within = areasWithin(known.areas, area.areaId)
  const concerned = known.clusters.filter(({ areaId }) => within.has(areaId)).length
  const parentId = isTop ? null : target
  const wrong = useWrongTarget({ target: isTop ? null : target, isTop, area, within })
  const { save, isSaving, theirs, problem, forget } = useVersionedSave<AreaAnswer>({
    send: (ifMatch) => api.patch(`/areas/${area.areaId}`, { parentId }, { ifMatch }),
    stale: [keys.areas, keys.clusters],
    onSaved: ({ name }) => {
      toast(t('area.moved', { name }))
      onClose()
    },
  })
  const isChosen = isTop || target !== null
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('area.moveTitle', { name: area.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        <AreaPicker
          label={t('area.moveTo')}
          value={target}
          onChange={setTarget}
          disabled={isTop}
          error={wrong}
        />
        {mayTop && (
          <Checkbox
            size="md"
            label={t('area.moveTop')}
            checked={isTop}
            onChange={(event) => setTop(event.currentTarget.checked)}
          />
        )}
        <Text size="sm">{t('area.moveEffect', { count: concerned })}</Text>
        <FormProblem cause={problem} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button
            loading={isSaving}
            disabled={!isChosen || wrong !== null}
            onClick={() => save(area.version)}
          >
            {t('area.move')}
          </Button>
        </Group>
      </Stack>
      {theirs && (
        <ConflictDialog
          isOpen
          mine={<AreaFacts area={{ ...area, parentId }} areas={known.areas} />}
          theirs={<AreaFacts area={theirs} areas={known.areas} />}
          onClose={forget}
          onTakeTheirs={onClose}
          onPutMine={() => save(theirs.version)}
        />
      )}
    </Modal>
  )
}

interface Target {
  target: AreaId | null
  isTop: boolean
  area: AreaAnswer
  within: ReadonlySet<AreaId>
}

/** Why the area cannot go there; null where it can, or nothing is chosen. */
function useWrongTarget({ target, isTop, area, within }: Target): string | null {
  const { t } = useTranslation('places')
  if (isTop) return area.parentId === null ? t('area.moveSame') : null
  if (target === null) return null
  if (within.has(target)) return t('area.moveBelowItself')
  return target === area.parentId ? t('area.moveSame') : null
}
