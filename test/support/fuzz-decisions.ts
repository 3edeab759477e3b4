import type { JournalEntry } from '../../src/main/store/journal-row'
import { ROOT_ID } from '../../src/shared/resources/field-rules'
import { chance, type FuzzScene } from './fuzz-edits'
import { serialOf } from './fuzz-oracle'
import type { OutboxClient } from './outbox-world'

/** What the persons of a run have been asked, and have let go. */
interface Decisions {
  readonly conflicts: number
  /** How many of them asked which record it was. */
  readonly asked: number
  /** Entries that a person has let go, or has chosen the other side of. */
  readonly letGo: ReadonlySet<string>
  /** What they were told -> how often: the kind of a conflict, the fault at a field, the code of a failure. */
  readonly told: ReadonlyMap<string, number>
}

export interface Decider extends Decisions {
  /** A person looks at everything in the outbox that waits for them. */
  decide(client: Pick<OutboxClient, 'outbox' | 'actions'>): void
}

/** A person who decides at random, but never lets a new record be another one than that with its serial. */
export function createDecider(run: Pick<FuzzScene, 'random' | 'kind'>): Decider {
  let [conflicts, asked] = [0, 0]
  const letGo = new Set<string>()
  const told = new Map<string, number>()
  const one = ({ outbox, actions }: Parameters<Decider['decide']>[0], entry: JournalEntry): void => {
    const { entryId, state, why } = entry
    const drop = (): void => {
      letGo.add(entryId)
      actions.drop([entryId])
    }
    if (['refused', 'blocked', 'conflict'].includes(state)) {
      const what = inOneWord(entry)
      told.set(what, (told.get(what) ?? 0) + 1)
    }
    if (state === 'refused' && isWrongPlace(entry) && chance(run, 0.5)) actions.edit(entryId, { ...entry.edits, parentId: ROOT_ID })
    else if (state === 'refused' || state === 'blocked') drop()
    if (state === 'parked') actions.send([entryId])
    if (state !== 'conflict' || why?.kind !== 'conflict') return
    conflicts += 1
    switch (why.conflict) {
      case 'fields': {
        const choices = Object.fromEntries(why.fields.map((field): [string, 'mine' | 'theirs'] => [field, chance(run, 0.5) ? 'mine' : 'theirs']))
        actions.decide(entryId, { kind: 'fields', choices })
        // Where nothing of it was to stand. What goes on has to come to an end that somebody knows of.
        if (!outbox.queue.get(entryId)) letGo.add(entryId)
        return
      }
      case 'which':
        asked += 1
        which(actions, entry)
        if (!outbox.queue.get(entryId)) letGo.add(entryId)
        return
      case 'changed':
        if (chance(run, 0.5)) actions.decide(entryId, { kind: 'remove-anyway' })
        else drop()
        return
      case 'gone':
        if (run.kind.isAboutTrees && entry.resource !== 'grants' && chance(run, 0.5)) actions.decide(entryId, { kind: 'restore' })
        else drop()
        return
      case 'otherRecord':
        // Whoever knows the serial knows that it was moved and renamed at once.
        if (run.kind.isAboutTrees && serialOf(entry.resource, why.theirs ?? {}) === serialOf(entry.resource, entry.base ?? {})) actions.decide(entryId, { kind: 'same-record' })
        else drop()
        return
      default:
        drop()
    }
  }
  return {
    get conflicts() {
      return conflicts
    },
    get asked() {
      return asked
    },
    letGo,
    told,
    decide: (client) => {
      for (const { entryId } of client.outbox.queue.all()) {
        const entry = client.outbox.queue.get(entryId)
        if (entry && !client.outbox.scheduler.isBusy(entryId)) one(client, entry)
      }
    },
  }
}

/** As a person decides who knows the serial: whichever has it is it, whatever the server has made of the rest. */
function which(actions: OutboxClient['actions'], { entryId, edits, resource, why }: JournalEntry): void {
  const asked = why?.kind === 'conflict' ? why.which : undefined
  const serial = serialOf(resource, edits)
  const made = asked?.candidates.find((row) => serialOf(resource, row) === serial)
  actions.decide(entryId, made ? { kind: 'made', id: Number(made['id']) } : { kind: asked?.isAccepted ? 'leave' : 'again' })
}

/** The place in the tree that was chosen is gone, or below the record itself by now. */
function isWrongPlace({ why, edits }: JournalEntry): boolean {
  return 'parentId' in edits && why?.kind === 'failure' && why.failure.code === 'VALIDATION'
}

function inOneWord({ why, state }: JournalEntry): string {
  if (why?.kind === 'conflict') return why.conflict
  if (why?.kind !== 'failure') return state
  const fields: unknown = why.failure.fields
  return fields && typeof fields === 'object' ? Object.values(fields).join() : why.failure.code
}
