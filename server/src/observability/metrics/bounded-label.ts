const OTHER = 'other'

/** Keeps a label from taking more values than `valuesMax`: what comes after those is `other`. */
export class BoundedLabel {
  readonly #values = new Set<string>()
  readonly #valuesMax: number

  constructor(valuesMax: number) {
    this.#valuesMax = valuesMax
  }

  of(value: string): string {
    if (this.#values.has(value)) return value
    if (this.#values.size >= this.#valuesMax) return OTHER
    this.#values.add(value)
    return value
  }
}
