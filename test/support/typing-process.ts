import { setImmediate } from 'node:timers/promises'
import { report } from './store-process-child'
import { type DataFile, type Found, openForms, sequenceOf, typed } from './typing-process-forms'

export type TypingReport = { readonly kind: 'opened'; readonly found: Found } | { readonly kind: 'kept'; readonly sequence: number }

/** Tells what it finds in the file, then types on from there until it is killed. */
async function type(file: DataFile): Promise<void> {
  const { drafts, found } = await openForms(file)
  report({ kind: 'opened', found } satisfies TypingReport)
  for (let sequence = 1 + Math.max(0, ...found.drafts.map(sequenceOf)); ; sequence += 1) {
    drafts.keep(typed(sequence))
    report({ kind: 'kept', sequence } satisfies TypingReport)
    await setImmediate()
  }
}

process.once('message', (file) => void type(file as DataFile))
