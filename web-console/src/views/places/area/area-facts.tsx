import { Stack, Text } from '@mantine/core'
import type { AreaAnswer, AreaSettings } from '@tieng-lang/protocol/browser'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { QuietHoursWords } from '../../../components/quiet-hours/quiet-hours-words.tsx'
import type { Origin } from '../model/handed-down.ts'
import { useOrigin } from '../model/use-origin.ts'
import { SERVER_BUTTON, useSayButton } from '../model/use-say-button.ts'
import { useSayOrigin } from '../model/use-say-origin.ts'

/** An area as two versions of it are compared. */
export function AreaFacts({ area, areas }: { area: AreaAnswer; areas: readonly AreaAnswer[] }) {
  const { t } = useTranslation('places')
  const parent = areas.find(({ areaId }) => areaId === area.parentId)
  return (
    <>
      <Text fw={500}>{area.name}</Text>
      <Text size="sm">
        {t('area.code')}: {area.code ?? t('area.noCode')}
      </Text>
      <Text size="sm" mb="xs">
        {t('area.parent')}: {parent?.name ?? t('top')}
      </Text>
      <SettingsFacts area={area} areas={areas} />
    </>
  )
}

/** What an area hands down, each with where it comes from. */
export function SettingsFacts({ area, areas }: { area: AreaAnswer; areas: readonly AreaAnswer[] }) {
  const { t } = useTranslation('places')
  const { quietHours, review, timeZone, emergencyButton, emergencyButtonWidens } = area.settings
  const { sayEvent, sayWidens } = useSayButton()
  const above = { areas, parentId: area.parentId }
  return (
    <Stack component="dl" gap="xs" m={0}>
      <Setting
        name={t('settings.quiet')}
        own={quietHours}
        origin={useOrigin('quietHours', above)}
        say={(value) => <QuietHoursWords quietHours={value} />}
        serverSays={t('settings.serverQuiet')}
      />
      <Setting
        name={t('settings.review')}
        own={review}
        origin={useOrigin('review', above)}
        say={(value) => t(`settings.reviewPolicy.${value}`)}
        serverSays={t('settings.reviewPolicy.twoPersons')}
      />
      <Setting
        name={t('settings.buttonEvent')}
        own={emergencyButton}
        origin={useOrigin('emergencyButton', above)}
        say={sayEvent}
        serverSays={sayEvent(SERVER_BUTTON.event)}
      />
      <Setting
        name={t('settings.buttonWidens')}
        own={emergencyButtonWidens}
        origin={useOrigin('emergencyButtonWidens', above)}
        say={sayWidens}
        serverSays={sayWidens(SERVER_BUTTON.widens)}
      />
      <Setting
        name={t('settings.timeZone')}
        own={timeZone}
        origin={useOrigin('timeZone', above)}
        say={(value) => value}
        serverSays={null}
      />
    </Stack>
  )
}

interface SettingProps<Value> {
  name: string
  own: Value | undefined
  origin: Origin<Value>
  say: (value: Value) => ReactNode
  /** Null: not worth a line. */
  serverSays: ReactNode
}

function Setting<Value extends NonNullable<AreaSettings[keyof AreaSettings]>>({
  name,
  own,
  origin,
  say,
  serverSays,
}: SettingProps<Value>) {
  const { t } = useTranslation('places')
  const { from } = useSayOrigin(origin)
  const value = own ?? (origin.kind === 'area' ? origin.value : undefined)
  if (value === undefined && origin.kind === 'server' && serverSays === null) return null
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0}>
        {value !== undefined ? say(value) : origin.kind === 'server' && serverSays}{' '}
        <Text span size="sm" c="dimmed">
          ({own === undefined ? from : t('settings.own')})
        </Text>
      </Text>
    </div>
  )
}
