import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'

/** A closed object: unknown fields are refused wherever the shape is checked strictly. */
export function shape<P extends TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false })
}

export interface ShapeCheck<T> {
  check(value: unknown): value is T
  /** The first reason why `value` does not fit, as `path: message`; empty when it fits. */
  explain(value: unknown): string
}

/**
 * Compiles a shape into a check.
 *
 * `unknownFields: 'ignore'` is for documents on their way down: an agent that has not been updated for a year must
 * still take the plan of a newer server. Everything else refuses what it does not know.
 */
export function compileShape<S extends TSchema>(
  schema: S,
  options: { unknownFields: 'refuse' | 'ignore' } = { unknownFields: 'refuse' },
): ShapeCheck<Static<S>> {
  let compiled: ReturnType<typeof Compile> | undefined
  const validator = () => {
    compiled ??= Compile(options.unknownFields === 'ignore' ? openedUp(schema) : schema)
    return compiled
  }
  return {
    check: (value): value is Static<S> => validator().Check(value),
    explain(value) {
      const [first] = validator().Errors(value)
      return first ? `${first.instancePath || '/'}: ${first.message}` : ''
    },
  }
}

/** The same schema with every closed object opened, as plain JSON Schema. */
function openedUp(schema: TSchema): TSchema {
  return JSON.parse(
    JSON.stringify(schema, (key, value) =>
      key === 'additionalProperties' && value === false ? undefined : value,
    ),
  )
}
