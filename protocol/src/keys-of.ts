/**
 * The keys of a constant table, in its order. `Object.keys` gives strings only, because a value may hold more than its
 * type says; what is written out in one place, as the tables of this package are, does not.
 */
export function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(table) as Key[]
}
