import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { randomId } from '../../api/random-id.ts'
import { addDays, localDateOf } from '../../components/dates/local-dates.ts'
import { useTimes } from '../../i18n/use-times.ts'
import { ProgrammeEditor } from './editor/programme-editor.tsx'
import { blankForm } from './model/programme-form.ts'
import '../../i18n/late/programmes-words.ts'
import '../../i18n/late/bulletins-words.ts'
import '../../i18n/late/relays-words.ts'

/** `/lich-phat/moi`: a programme that is not saved yet, begun where the calendar was pressed. */
export function NewProgrammePage() {
  const { date, time = '05:30', areaId } = useSearch({ from: '/lich-phat/moi' })
  const { nowAt, timeZone } = useTimes()
  const [blank] = useState(() => ({
    ...blankForm({
      ...{ programmeId: randomId('programme'), time },
      date: date ?? addDays(localDateOf(nowAt, timeZone), 1),
      targets: { areas: areaId === undefined ? [] : [areaId], zones: [], clusters: [] },
    }),
    ...(date !== undefined && { when: 'once' as const }),
  }))
  return <ProgrammeEditor saved={null} blank={blank} />
}
