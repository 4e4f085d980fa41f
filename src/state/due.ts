// Items by the moment at which they are due: asking for what is due costs what is due, not what is stored.

export class DueList<Item> {
  readonly #due = new Map<Item, number>()
  // A binary heap of entries; one whose item has another moment by now, or none, is stale and is passed over.
  #moments: number[] = []
  #items: Item[] = []

  /** Enters an item, or moves it; `Infinity` takes it out. */
  set(item: Item, due: number): void {
    const known = this.#due.get(item)
    if (due === Infinity) this.#due.delete(item)
    else if (known !== due) {
      this.#due.set(item, due)
      this.#push(due, item)
    }
    if (this.#items.length > 2 * this.#due.size + 64) this.#sweep()
  }

  /** Items that are due at `moment` or before, in no order. */
  upTo(moment: number): Item[] {
    const found = new Set<Item>()
    const open = [0]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at >= this.#items.length || this.#moments[at]! > moment) continue
      if (this.#due.get(this.#items[at]!) === this.#moments[at]) found.add(this.#items[at]!)
      open.push(2 * at + 1, 2 * at + 2)
    }
    return [...found]
  }

  #push(moment: number, item: Item): void {
    let at = this.#items.length
    for (let parent = (at - 1) >> 1; at > 0 && this.#moments[parent]! > moment; parent = (at - 1) >> 1) {
      this.#moments[at] = this.#moments[parent]!
      this.#items[at] = this.#items[parent]!
      at = parent
    }
    this.#moments[at] = moment
    this.#items[at] = item
  }

  #sweep(): void {
    this.#moments = []
    this.#items = []
    // In ascending order every push ends where it begins.
    for (const [item, due] of [...this.#due].sort(([, a], [, b]) => a - b)) this.#push(due, item)
  }
}
