import { Text } from '@mantine/core'
import type { Operator } from '@tieng-lang/protocol/browser'
import { useSayGrant } from './say-grant.ts'

/** A name and its rights, to be compared. */
export function AccountFacts({ name, grants }: Pick<Operator, 'name' | 'grants'>) {
  return (
    <>
      <Text>{name}</Text>
      <GrantLines grants={grants} />
    </>
  )
}

/** What somebody may do where, a line each. */
export function GrantLines({ grants }: Pick<Operator, 'grants'>) {
  const sayGrant = useSayGrant()
  return grants.map((grant) => (
    <Text size="sm" key={`${grant.role} ${grant.areaId}`}>
      {sayGrant(grant)}
    </Text>
  ))
}
