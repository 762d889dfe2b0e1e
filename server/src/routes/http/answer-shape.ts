type Shape = Record<string, unknown>

/**
 * A shape as far as writing an answer needs it. To tell the members of a union apart a serializer validates the value
 * against each, with code that takes tens of milliseconds to compile; where all are literals, or all but one are null,
 * the value itself says how it is written.
 */
export function answerShape(shape: unknown): unknown {
  if (Array.isArray(shape)) return shape.map(answerShape)
  if (!isShape(shape) || shape.const !== undefined) return shape
  const simpler = Object.fromEntries(Object.entries(shape).map(([key, part]) => [key, answerShape(part)]))
  return Array.isArray(simpler.anyOf) ? answerUnion(simpler, simpler.anyOf.filter(isShape)) : simpler
}

function answerUnion(union: Shape, members: Shape[]): Shape {
  const others = members.filter(({ type }) => type !== 'null')
  const isNullable = others.length < members.length
  const literals = others.flatMap(literalsOf)
  if (!literals.includes(undefined)) return { enum: isNullable ? [...literals, null] : literals }
  const [other] = others
  return isNullable && other && others.length === 1 ? { ...other, nullable: true } : union
}

/** `[undefined]` for what is no literal and no union of them. */
function literalsOf({ const: literal, enum: several }: Shape): unknown[] {
  return Array.isArray(several) ? several : [literal]
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null
}
