import { Anchor, Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { itemBulletinId, type ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../../api/keys.ts'
import { allOf } from '../../../api/queries.ts'
import { ErrorState } from '../../../components/page/error-state.tsx'
import { LoadingState } from '../../../components/page/loading-state.tsx'

/** The programmes whose playlist has it; asked for only when somebody wants to know, as all of them are read. */
export function UsedIn({ bulletinId }: { bulletinId: string }) {
  const { t } = useTranslation('bulletins')
  const [isAsked, setIsAsked] = useState(false)
  const programmes = useQuery({
    queryKey: [...keys.programmes(), 'all'],
    queryFn: ({ signal }) => allOf<ProgrammeAnswer>('/programmes', { count: 200 }, signal),
    enabled: isAsked,
  })
  if (!isAsked)
    return (
      <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setIsAsked(true)}>
        {t('one.showUsed')}
      </Button>
    )
  if (programmes.isPending) return <LoadingState lines={2} />
  if (!programmes.data)
    return <ErrorState cause={programmes.error} onRetry={() => void programmes.refetch()} />
  const using = programmes.data.filter((programme) => uses(programme, bulletinId))
  if (using.length === 0) return <Text>{t('one.notUsed')}</Text>
  return (
    <Stack component="ul" gap={4} m={0} ps="lg">
      {using.map(({ programmeId, definition }) => (
        <li key={programmeId}>
          <Anchor component={Link} to={`/lich-phat/${programmeId}`}>
            {definition.name}
          </Anchor>
        </li>
      ))}
    </Stack>
  )
}

/** In what is being worked on, or in what the clusters play until that is approved. */
function uses({ definition, playing }: ProgrammeAnswer, bulletinId: string): boolean {
  const items = [...definition.playlist, ...(playing?.definition.playlist ?? [])]
  return items.some((item) => itemBulletinId(item) === bulletinId)
}
