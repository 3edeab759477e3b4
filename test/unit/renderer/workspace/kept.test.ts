// The server says yes and keeps something else: the form says so at the field, keeps what was typed, and asks what is to be.
import type { Row } from '@shared/resources/resource'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDepartment } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'
import { makeEntry } from '../support/fake-outbox'
import { openOutbox } from './own-work/outbox-world'
import { soon } from '../../../support/soon'

const sent = 'Rocket team 🚀 and more'
let fake: FakeHoldfast
let page: OpenWorkspace
const cut = (value: unknown): unknown => (typeof value === 'string' ? value.replace(/[\u{10000}-\u{10ffff}].*$/su, '') : value)
const cutting = (row: Row): Row => ({ ...row, ...Object.fromEntries(Object.entries(row).map(([field, value]) => [field, cut(value)])) })
const alias = (): HTMLInputElement => page.get<HTMLInputElement>('field-alias')
const note = (field: string): HTMLElement | null => document.querySelector(`[data-field="${field}"] [data-testid="kept"]`)
const marked = (): unknown[] => [...fake.drafts.values()].map(({ edits, marks }) => [edits, marks])

async function openDepartment(id: number): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('menu-sys-dept-index')
  await page.click(`row-${id}`)
}

async function typeAndSave(text: string): Promise<void> {
  await page.type('field-alias', text)
  await page.click('save')
  await quiet()
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.departments = [makeDepartment(1, 0, 'Head office'), makeDepartment(2, 1, 'Research', { alias: 'R&D' })]
  fake.stored = cutting
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('F70: a change that the server keeps otherwise', () => {
  it('is named at its field and over the form, stays as it was typed, and is kept as a draft with its mark', async () => {
    await openDepartment(2)
    await typeAndSave(sent)
    expect(note('alias')?.textContent).toContain('Saved by the server as “Rocket team ”: the text was cut off.')
    expect(page.get('kept-otherwise').textContent).toContain('Saved, but the server changed: Alias.')
    expect([alias().value, page.get('draft-bar').dataset['state']]).toEqual([sent, 'differs'])
    expect(page.get('announcer').textContent).toContain('the server changed: Alias')
    expect(marked()).toEqual([[{ alias: sent }, { alias: { sent, kept: 'Rocket team ', cause: 'cut' } }]])
  })

  it('saved again unchanged, nothing is sent, and that is said', async () => {
    await openDepartment(2)
    await typeAndSave(sent)
    expect(page.get('save').getAttribute('aria-disabled')).toBe('true')
    await page.click('save')
    expect(fake.callsOf('departments.save')).toHaveLength(1)
    expect(page.get('announcer').textContent).toContain('Nothing to send')
  })

  it('another field saved, only that is sent, and the mark stays', async () => {
    await openDepartment(2)
    await typeAndSave(sent)
    await page.type('field-name', 'Research 2')
    await page.click('save')
    await quiet()
    expect(fake.callsOf('departments.save')).toMatchObject([{ edits: { alias: sent } }, { edits: { name: 'Research 2' } }])
    expect(note('alias')).not.toBeNull()
    expect(marked()).toMatchObject([[{ alias: sent }, { alias: { kept: 'Rocket team ' } }]])
  })

  it('"Keep the server\'s value" takes it over and ends the draft', async () => {
    await openDepartment(2)
    await typeAndSave(sent)
    await page.click('keep-servers')
    await soon(() => expect(fake.drafts.size).toBe(0))
    expect([alias().value, note('alias'), page.find('kept-otherwise')]).toEqual(['Rocket team ', null, null])
  })

  it('"Change" leads into the field, and what is typed there is sent', async () => {
    await openDepartment(2)
    await typeAndSave(sent)
    await page.click('change-kept')
    expect(document.activeElement).toBe(alias())
    await typeAndSave('Rocket team')
    expect(fake.callsOf('departments.save').at(-1)).toMatchObject({ edits: { alias: 'Rocket team' } })
    expect([note('alias'), fake.drafts.size]).toEqual([null, 0])
  })

  it('is there again after a start, with its mark: restored, it is not sent as if it were new', async () => {
    await openDepartment(2)
    await typeAndSave(sent)
    page.close()
    document.body.replaceChildren()
    await openDepartment(2)
    expect(page.get('draft-offer').textContent).toContain('The server changed some of the values you saved')
    await page.click('restore-draft')
    await quiet()
    expect([alias().value, note('alias')?.textContent]).toEqual([sent, expect.stringContaining('Saved by the server as “Rocket team ”')])
    await page.click('save')
    expect(fake.callsOf('departments.save')).toHaveLength(1)
  })

  it('that somebody else wrote over right after it is told as that', async () => {
    fake.stored = (row) => ({ ...row, alias: 'theirs' })
    await openDepartment(2)
    await typeAndSave('mine')
    expect(note('alias')?.textContent).toContain('Changed by someone else right after you saved. Server value: theirs.')
  })

  it('is warned of at the next such text, once this server has done it, and not before', async () => {
    await openDepartment(2)
    await page.type('field-name', 'Moon 🌙')
    expect(page.find('habit-warning')).toBeNull()
    await page.type('field-name', 'Research')
    await typeAndSave(sent)
    await page.click('keep-servers')
    await page.type('field-name', 'Moon 🌙')
    expect(page.get('habit-warning').textContent).toContain('cannot store emoji or rare characters')
  })

  it('is warned of from the start where main knows of it', async () => {
    fake.state = { ...fake.state, habits: ['outerSpaces'] }
    await openDepartment(2)
    await page.type('field-alias', ' Lab ')
    expect(page.get('habit-warning').textContent).toContain('removes spaces')
  })
})

describe('F70, F75: a new record', () => {
  it('with spaces round its alias is one department, and the form says how it is kept; spaces round its name do not count', async () => {
    fake.stored = (row) => ({ ...row, alias: String(row['alias']).trim() })
    page = await openWorkspace(fake)
    await page.click('menu-sys-dept-index')
    await page.click('new-record')
    await page.type('field-name', ' Research East ')
    await page.type('field-alias', ' Labs ')
    await page.click('save')
    await quiet()
    expect(note('alias')?.textContent).toContain('Saved by the server as “Labs”')
    expect(note('name')).toBeNull()
    expect(fake.departments.filter(({ name }) => name === 'Research East')).toHaveLength(1)
  })
})

describe('F70: "which one?" in the outbox', () => {
  it('names the candidates with what differs, and decides for one; "none" leaves the server as it is', async () => {
    const which = makeEntry({
      entryId: 'w',
      resource: 'departments',
      verb: 'create',
      recordId: -7,
      title: 'Mine',
      base: null,
      state: 'conflict',
      attempts: 1,
      edits: { name: 'Mine', parentId: 0, alias: '', listorder: 99, status: 'enabled' },
      why: {
        kind: 'conflict',
        conflict: 'which',
        theirs: null,
        fields: [],
        which: { isAccepted: true, candidates: [{ id: 41, name: 'Dept-0815', parentId: 0, alias: '', listorder: 99, status: 'enabled' }] },
      },
    })
    fake = createFakeHoldfast({ entries: [which] })
    // Decisions are heard and not yet carried out.
    fake.always('outbox.decide', { failure: { code: 'STORAGE', message: '', retryable: true } })
    page = await openOutbox(fake)
    await press('Enter')
    expect(page.get('which-record').textContent).toContain('The server saved it under another name. Which one is it?')
    expect(page.get('which-41').textContent).toContain('Dept-0815')
    expect([page.find('which-again'), page.find('entry-send'), page.find('entry-edit-button')]).toEqual([null, null, null])
    await page.click('which-choose-41')
    await page.click('which-leave')
    expect(fake.callsOf('outbox.decide')).toEqual([
      { entryId: 'w', decision: { kind: 'made', id: 41 } },
      { entryId: 'w', decision: { kind: 'leave' } },
    ])
  })
})
