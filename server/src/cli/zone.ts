import type { Zone } from '@tieng-lang/protocol'
import { actAt, adminClient, readArguments, wordAt } from './terminal/arguments.ts'
import { type Command, DONE } from './terminal/terminal.ts'

export const zone: Command = {
  summary: 'thêm, đổi tên, xoá, liệt kê vùng phát (zones)',
  usage: `tieng-lang zone add NAME --area AREA [--id ID]
tieng-lang zone rename ZONE NAME
tieng-lang zone remove ZONE
tieng-lang zone list

Vùng phát là một nhóm cụm loa trong một khu vực; cụm loa vào vùng bằng "tieng-lang cluster change CLUSTER --zone ZONE".
(A zone is a named set of clusters inside an area; clusters join it themselves.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, { area: { type: 'string' }, id: { type: 'string' } })
    const client = adminClient(terminal, values.data)
    const act = actAt(positionals, ['add', 'rename', 'remove', 'list'])
    if (act === 'list') {
      for (const { zoneId, areaId, name } of await client.get<Zone[]>('/api/v1/zones'))
        terminal.out(`${zoneId}\t${areaId}\t${name}\n`)
      return DONE
    }
    const word = wordAt(positionals, 1, act === 'add' ? 'NAME' : 'ZONE')
    const path = `/api/v1/zones/${encodeURIComponent(word)}`
    if (act === 'remove') await client.remove(path)
    else if (act === 'rename') await client.patch(path, { name: wordAt(positionals, 2, 'NAME') })
    else {
      const wanted = { name: word, areaId: values.area, zoneId: values.id }
      terminal.out(`${(await client.post<Zone>('/api/v1/zones', wanted)).zoneId}\n`)
    }
    return DONE
  },
}
