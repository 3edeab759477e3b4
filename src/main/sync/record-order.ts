/** Commands for one record go one after another, first in first out; different records go independently. */
export interface RecordOrder {
  /** Runs `work` when everything earlier for `record` has settled, however it ended. */
  inTurn<T>(record: string, work: () => Promise<T>): Promise<T>
}

export function createRecordOrder(): RecordOrder {
  const tails = new Map<string, Promise<unknown>>()
  return {
    inTurn: (record, work) => {
      const before = tails.get(record) ?? Promise.resolve()
      const turn = before.then(work, work)
      const tail = turn.catch(() => undefined).then(() => {
        if (tails.get(record) === tail) tails.delete(record)
      })
      tails.set(record, tail)
      return turn
    },
  }
}
