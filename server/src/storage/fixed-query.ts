import type { CompiledQuery } from 'kysely'
import type { Built } from './database.ts'

/** Stands where a parameter will stand, while the text is made. */
class Parameter {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query whose text never changes: built and compiled once, at its first use, and then only given its parameters. For
 * what is asked for every record: kysely takes longer to write a statement than SQLite to run it. `build` must use each
 * parameter as a value, and look at none.
 */
export function fixedQuery<Params extends object, Row>(
  build: (params: Params) => Built<Row>,
): (params: Params) => Built<Row> {
  let text: CompiledQuery<Row> | undefined
  const compiled = () => {
    const stand = new Proxy({}, { get: (_, name) => new Parameter(String(name)) })
    // Only ever passed on to kysely, as values.
    text ??= build(stand as Params).compile()
    return text
  }
  return (params) => ({
    compile: () => {
      const { parameters, ...rest } = compiled()
      const values = params as Record<string, unknown>
      return {
        ...rest,
        parameters: parameters.map((each) => (each instanceof Parameter ? values[each.name] : each)),
      }
    },
  })
}
