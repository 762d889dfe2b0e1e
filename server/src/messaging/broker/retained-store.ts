interface Level<T> {
  children: Map<string, Level<T>>
  value: T | undefined
}

/**
 * Retained messages by topic. An exact topic is one look-up; `prefix/+` walks down to the prefix and lists its
 * children; any other filter walks only the levels that can match (MQTT 3.1.1 §4.7). Never a scan of all topics.
 */
export class RetainedStore<T> {
  readonly #byTopic = new Map<string, T>()
  readonly #root: Level<T> = emptyLevel()

  get size(): number {
    return this.#byTopic.size
  }

  get(topic: string): T | undefined {
    return this.#byTopic.get(topic)
  }

  set(topic: string, value: T): void {
    this.#byTopic.set(topic, value)
    let level = this.#root
    for (const word of topic.split('/')) {
      let next = level.children.get(word)
      if (!next) {
        next = emptyLevel()
        level.children.set(word, next)
      }
      level = next
    }
    level.value = value
  }

  delete(topic: string): void {
    if (this.#byTopic.delete(topic)) prune(this.#root, topic.split('/'), 0)
  }

  /** Everything that the filter matches, as it is now. */
  match(filter: string): T[] {
    const exact = this.#byTopic.get(filter)
    if (!filter.includes('+') && !filter.includes('#')) return exact === undefined ? [] : [exact]
    const found: T[] = []
    collect(this.#root, filter.split('/'), 0, found)
    return found
  }
}

function emptyLevel<T>(): Level<T> {
  return { children: new Map(), value: undefined }
}

/** Forgets the value at `words` and every level that is then of no use. */
function prune<T>(level: Level<T>, words: readonly string[], depth: number): void {
  const word = words[depth]
  if (word === undefined) {
    level.value = undefined
    return
  }
  const child = level.children.get(word)
  if (!child) return
  prune(child, words, depth + 1)
  if (child.value === undefined && child.children.size === 0) level.children.delete(word)
}

function collect<T>(level: Level<T>, words: readonly string[], depth: number, found: T[]): void {
  const word = words[depth]
  if (word === undefined) keep(level, found)
  else if (word === '#') collectAll(level, depth, found)
  else if (word === '+') {
    for (const [name, child] of level.children)
      if (isOpenToWildcards(name, depth)) collect(child, words, depth + 1, found)
  } else {
    const child = level.children.get(word)
    if (child) collect(child, words, depth + 1, found)
  }
}

/** `#` stands for its own parent level and everything below it (MQTT 3.1.1 §4.7.1.2). */
function collectAll<T>(level: Level<T>, depth: number, found: T[]): void {
  keep(level, found)
  for (const [name, child] of level.children)
    if (isOpenToWildcards(name, depth)) collectAll(child, depth + 1, found)
}

/** A first level that begins with `$` is matched by its name only (MQTT 3.1.1 §4.7.2). */
function isOpenToWildcards(name: string, depth: number): boolean {
  return depth > 0 || !name.startsWith('$')
}

function keep<T>(level: Level<T>, found: T[]): void {
  if (level.value !== undefined) found.push(level.value)
}
