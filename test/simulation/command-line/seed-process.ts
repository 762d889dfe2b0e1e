import { type Order, runSeed, type SeedOptions } from './run-seed.ts'

/** A process of its own plays one order after another, as its parent hands them over. */
process.on('message', (message: { order: Order; options: SeedOptions }) => {
  runSeed(message.order, message.options).then(
    (result) => process.send?.({ result }),
    (cause: unknown) =>
      process.send?.({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})
process.on('disconnect', () => process.exit(0))
