import newValidators from '@fastify/ajv-compiler'
import newSerializers from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'
import { answerShape } from './answer-shape.ts'

type ShapeCompilers = Required<
  NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
>

const buildSerializer = newSerializers()

/**
 * What an answer's serializer is compiled with: all of it before the doors open, so that no first page of its kind keeps
 * everybody else waiting. Shortening the code that tells the members of a union apart takes longer than it ever saves.
 */
const SERIALIZER_OPTIONS = { compileValidators: true, ajv: { code: { optimize: false } } }

type Serializer = ReturnType<ReturnType<ShapeCompilers['buildSerializer']>>
const serializers = new WeakMap<object, Serializer>()

/**
 * How listeners compile shapes: each shape once in the life of the program, however many routes of however many
 * listeners take it or give it. With a compiler for each listener it was most of what a start of the server cost.
 */
export const SHAPE_COMPILERS: ShapeCompilers = {
  buildValidator: newValidators(),
  buildSerializer: (others) => {
    const compile = buildSerializer(others, SERIALIZER_OPTIONS)
    return (route) => {
      const shape = route.schema as object
      const compiled = serializers.get(shape) ?? compile({ ...route, schema: answerShape(shape) })
      serializers.set(shape, compiled)
      return compiled
    }
  },
}
