import { readFileSync, rmSync } from 'node:fs'
import { examine, type Examined, type ExamineOrder, progressOf, removeAll, type SalvageOrder } from './examine-file'
import type { Salvaged } from './salvage-rows'

/**
 * Has a data file looked through in another process. `died`: that process ended over it, and this is the answer. Where it
 * could not even be started, nothing is known: `impossible`. Never rejects.
 */
export type Examiner = (order: ExamineOrder) => Promise<Examined | { readonly kind: 'died' }>

/** Another process, as far as an examiner has to do with it. */
export interface ExaminingProcess {
  send(order: ExamineOrder): void
  kill(): void
  /** `ready` comes first, once. */
  onMessage(listener: (message: 'ready' | Examined) => void): void
  onExit(listener: () => void): void
}

/** After this it is at no end: a file of 100 MB takes seconds. */
const LIMIT_MS = 120_000

/** @param start Starts `examiner-process`; may throw. */
export function createExaminer(start: () => ExaminingProcess): Examiner {
  return (order) =>
    new Promise((resolve) => {
      let isReady = false
      try {
        const process = start()
        const timer = setTimeout(process.kill, LIMIT_MS)
        process.onMessage((message) => {
          if (message === 'ready') {
            isReady = true
            process.send(order)
            return
          }
          resolve(message)
          process.kill()
        })
        process.onExit(() => {
          clearTimeout(timer)
          resolve({ kind: isReady ? 'died' : 'impossible' })
        })
      } catch {
        resolve({ kind: 'impossible' })
      }
    })
}

/** In this very process: for whoever would rather end than start another one. */
export const examineHere: Examiner = (order) => Promise.resolve(examine(order))

/** So often a salvage is begun again behind the place that ended its process. */
const MOST_DEATHS = 20

/** Takes over what can be read, however often a process dies of it. Null: it cannot be done just now, for want of room, say. */
export async function salvageWith(examiner: Examiner, order: SalvageOrder): Promise<Salvaged | null> {
  const skip: string[] = []
  for (;;) {
    const found = await examiner({ ...order, skip: [...skip] })
    if (found.kind === 'salvaged') return { drafts: found.drafts, pending: found.pending, damaged: found.damaged }
    const place = found.kind === 'died' ? placeOfDeath(order.to) : null
    removeAll(`${order.to}.work`)
    removeAll(order.to)
    if (place === null || skip.length >= MOST_DEATHS) return null
    skip.push(place)
  }
}

function placeOfDeath(to: string): string | null {
  try {
    const place = readFileSync(progressOf(to), 'utf8').trim()
    rmSync(progressOf(to), { force: true })
    return place === '' ? null : place
  } catch {
    return null
  }
}
