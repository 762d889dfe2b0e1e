import { Button, Checkbox, Stack, Text } from '@mantine/core'
import { type AreaAnswer, type AreaId, EVERYWHERE } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { DialogActs } from '../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { SaveConflict } from '../../../components/dialogs/save-conflict.tsx'
import { useVersionedSave } from '../../../components/dialogs/use-versioned-save.ts'
import { AreaPicker } from '../../../components/places/area-picker.tsx'
import { areasWithin } from '../../../components/places/area-tree.ts'
import { toast } from '../../../components/toast.ts'
import { useMay } from '../../../session/session-context.ts'
import { AreaFacts } from './area-facts.tsx'
import type { AreaPartProps } from './area-panel.tsx'

/** Where an area is to go: below another, to the top, or not chosen yet. */
type Goal = { parentId: AreaId } | 'top' | null

/** An area with all below it goes below another. */
export function MoveAreaDialog({ area, known, onClose }: AreaPartProps & { onClose: () => void }) {
  const { t } = useTranslation('places')
  const [goal, setGoal] = useState<Goal>(null)
  const within = areasWithin(known.areas, area.areaId)
  const wrong = useWrongGoal(goal, area, within)
  const parentId = parentOf(goal)
  const saving = useVersionedSave<AreaAnswer>({
    send: (ifMatch) => api.patch(`/areas/${area.areaId}`, { parentId }, { ifMatch }),
    stale: [keys.areas, keys.clusters],
    onSaved: ({ name }) => {
      toast(t('area.moved', { name }))
      onClose()
    },
  })
  const concerned = known.clusters.filter(({ areaId }) => within.has(areaId)).length
  return (
    <Dialog onClose={onClose} title={t('area.moveTitle', { name: area.name })}>
      <Stack>
        <GoalFields goal={goal} onChange={setGoal} wrong={wrong} />
        <Text size="sm">{t('area.moveEffect', { count: concerned })}</Text>
        <FormProblem cause={saving.problem} />
        <DialogActs onCancel={onClose}>
          <Button
            loading={saving.isSaving}
            disabled={goal === null || wrong !== null}
            onClick={() => saving.save(area.version)}
          >
            {t('area.move')}
          </Button>
        </DialogActs>
      </Stack>
      <SaveConflict
        saving={saving}
        mine={<AreaFacts area={{ ...area, parentId }} areas={known.areas} />}
        show={(theirs) => <AreaFacts area={theirs} areas={known.areas} />}
        onTakeTheirs={onClose}
      />
    </Dialog>
  )
}

interface GoalFieldsProps {
  goal: Goal
  onChange: (goal: Goal) => void
  wrong: string | null
}

/** An area to go below; the top only for those who may write everywhere. */
function GoalFields({ goal, onChange, wrong }: GoalFieldsProps) {
  const { t } = useTranslation('places')
  const mayTop = useMay('tree.write', EVERYWHERE)
  // What was picked before "to the top" was ticked comes back when it is unticked.
  const [picked, setPicked] = useState<AreaId | null>(null)
  const goalOf = (areaId: AreaId | null): Goal => (areaId === null ? null : { parentId: areaId })
  return (
    <>
      <AreaPicker
        label={t('area.moveTo')}
        value={picked}
        onChange={(areaId) => {
          setPicked(areaId)
          onChange(goalOf(areaId))
        }}
        disabled={goal === 'top'}
        error={wrong}
      />
      {mayTop && (
        <Checkbox
          size="md"
          label={t('area.moveTop')}
          checked={goal === 'top'}
          onChange={(event) => onChange(event.currentTarget.checked ? 'top' : goalOf(picked))}
        />
      )}
    </>
  )
}

function parentOf(goal: Goal): AreaId | null {
  return goal === null || goal === 'top' ? null : goal.parentId
}

/** Why the area cannot go there; null where it can, or nothing is chosen. */
function useWrongGoal(goal: Goal, area: AreaAnswer, within: ReadonlySet<AreaId>): string | null {
  const { t } = useTranslation('places')
  if (goal === null) return null
  const parentId = parentOf(goal)
  if (parentId !== null && within.has(parentId)) return t('area.moveBelowItself')
  return parentId === area.parentId ? t('area.moveSame') : null
}
