import type { EntryView } from '@shared/outbox'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

/** A conflict about the same field: changed here and there. */
export function clash(more: Partial<EntryView> = {}): EntryView {
  return makeEntry({
    entryId: 'clash',
    recordId: 5,
    title: 'farid.yang5',
    state: 'conflict',
    base: { email: 'old@example.com', tel: '1', listorder: 1000 },
    edits: { email: 'mine@example.com', tel: '2', listorder: 7 },
    why: { kind: 'conflict', conflict: 'fields', fields: ['email', 'tel'], theirs: { email: 'theirs@example.com', tel: '3', listorder: 1000 } },
    ...more,
  })
}

/** A department that was made here, and a user who is to be in it. */
export function madeAndStanding(): EntryView[] {
  return [
    makeEntry({
      entryId: 'made',
      resource: 'departments',
      verb: 'create',
      recordId: -7,
      title: 'Harbour',
      base: null,
      edits: { name: 'Harbour', parentId: 0, alias: '', listorder: 99, status: 'enabled' },
    }),
    makeEntry({ entryId: 'standing', recordId: 6, title: 'grace.huang6', base: { departmentIds: [2] }, edits: { departmentIds: [2, -7] }, dependsOn: ['made'] }),
  ]
}

export function world(entries: EntryView[]): FakeHoldfast {
  return createFakeHoldfast({ entries })
}

/** Opens the outbox by its key. */
export async function openOutbox(fake: FakeHoldfast): Promise<OpenWorkspace> {
  const page = await openWorkspace(fake)
  await press('O', { ctrlKey: true, shiftKey: true })
  await quiet()
  return page
}

export function rows(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-row]')].map((row) => row.dataset['row'] ?? '')
}

/** The row with the focus, by its entry. */
export function focusedRow(): string | undefined {
  return document.activeElement instanceof HTMLElement ? document.activeElement.dataset['row'] : undefined
}

export function words(element: Element | null): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim()
}
