import { Button, Group, Stack, Text } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import type { Place } from '@tieng-lang/protocol/browser'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import '../../choice/choice.css'
import { RemovablePill } from '../../removable-pill.tsx'
import type { OwnPlaces } from '../own-places.ts'
import { PlacePicker } from '../place-picker.tsx'
import { type Choosable, type PlacePart, turned, withPlace } from './place-parts.ts'

const SHOWN_MAX = 8

interface PlaceChoiceProps<Chosen extends Choosable> {
  label: string
  own: OwnPlaces
  place: Chosen
  parts: readonly PlacePart<Chosen>[]
  onChange: (place: Chosen) => void
  /** Other ways of choosing. */
  children?: ReactNode
}

/** Where: the own communes as large buttons, anything else below. */
export function PlaceChoice<Chosen extends Choosable>(props: PlaceChoiceProps<Chosen>) {
  const { label, own, place, parts, onChange, children } = props
  const { t } = useTranslation('common')
  const choices = [...own.communes, ...own.tops].slice(0, SHOWN_MAX)
  const turn = (areaId: string) => onChange({ ...place, areas: turned(place.areas, areaId) })
  const isButton = ({ key }: PlacePart<Chosen>) => choices.some(({ areaId }) => key === `areas ${areaId}`)
  const others = parts.filter((part) => !isButton(part))
  return (
    <fieldset className="tl-choice">
      <legend>{label}</legend>
      <Stack gap="xs">
        <Group gap="xs">
          {choices.map(({ areaId, name }) => (
            <Button
              key={areaId}
              variant={place.areas.includes(areaId) ? 'light' : 'default'}
              aria-pressed={place.areas.includes(areaId)}
              mih={48}
              leftSection={<IconMapPin aria-hidden size={18} />}
              onClick={() => turn(areaId)}
            >
              {name}
            </Button>
          ))}
        </Group>
        {parts.length === 0 && <Text c="dimmed">{t('pick.nothing')}</Text>}
        {others.length > 0 && <Others parts={others} onChange={onChange} />}
        <details className="tl-folded">
          <summary>{t('pick.more')}</summary>
          <Elsewhere onChoose={(chosen) => onChange(withPlace(place, chosen))} />
        </details>
        {children}
      </Stack>
    </fieldset>
  )
}

/** What no button above shows: each can be taken away again. */
function Others<Chosen>({
  parts,
  onChange,
}: {
  parts: readonly PlacePart<Chosen>[]
  onChange: (place: Chosen) => void
}) {
  const { t } = useTranslation('common')
  return (
    <Group gap={6}>
      {parts.map(({ key, name, without }) => (
        <RemovablePill
          key={key}
          size="lg"
          removeLabel={t('pick.without', { name })}
          onRemove={() => onChange(without)}
        >
          {name}
        </RemovablePill>
      ))}
    </Group>
  )
}

/** Each choice is added; the field is empty again for the next. */
function Elsewhere({ onChoose }: { onChoose: (chosen: Place) => void }) {
  const [count, setCount] = useState(0)
  const add = (chosen: Place | null) => {
    if (!chosen) return
    onChoose(chosen)
    setCount(count + 1)
  }
  return <PlacePicker key={count} value={null} onChange={add} />
}
