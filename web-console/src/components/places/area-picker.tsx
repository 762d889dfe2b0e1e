import { type OptionsFilter, Select, type SelectProps } from '@mantine/core'
import type { AreaId } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../api/queries.ts'
import { withoutMarks } from '../without-marks.ts'
import { areaLines } from './area-tree.ts'

interface AreaPickerProps extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'filter'> {
  value: AreaId | null
  onChange: (areaId: AreaId | null) => void
}

/** The tree of areas as one list, indented by depth, searched without marks. Null = none chosen. */
export function AreaPicker({ value, onChange, ...props }: AreaPickerProps) {
  const { t } = useTranslation('common')
  const { data: areas = [] } = useAreas()
  const lines = useMemo(() => areaLines(areas), [areas])
  const depths = useMemo(() => new Map(lines.map(({ area, depth }) => [area.areaId, depth])), [lines])
  return (
    <Select
      label={t('pick.area')}
      placeholder={t('pick.areaPlaceholder')}
      nothingFoundMessage={t('pick.noAnswer')}
      searchable
      data={lines.map(({ area }) => ({ value: area.areaId, label: area.name }))}
      filter={byName}
      renderOption={({ option }) => (
        <span style={{ paddingInlineStart: `${depths.get(option.value) ?? 0}rem` }}>{option.label}</span>
      )}
      value={value}
      onChange={onChange}
      {...props}
    />
  )
}

/** Finds names as people type them, without marks or capitals. */
export const byName: OptionsFilter = ({ options, search }) => {
  const wanted = withoutMarks(search.trim())
  return options.filter((option) => 'label' in option && withoutMarks(option.label).includes(wanted))
}
