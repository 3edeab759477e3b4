// What CONTRIBUTING.md, "Add a field", relies on: a text that the record type names needs no line in the form's component.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { en } from '@renderer/locales/en'
import { rowFields } from '@shared/resources/resource'
import { OWN_RESOURCES } from '../../../../support/own-records'
import { formFields } from '@renderer/workspace/records/record-type'
import { RECORD_TYPES } from '@renderer/workspace/records/record-types'
import { soon } from '../../../../support/soon'
import { createFakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press } from '../../support/mount'

let page: OpenWorkspace
const shown = (): (string | undefined)[] => [...document.querySelectorAll<HTMLElement>('.record-fields [data-field]')].map((one) => one.dataset['field'])

describe('a record type', () => {
  it.each(OWN_RESOURCES)('of %s says how every field is shown, and every one has its name', (name) => {
    const { description, fields, form } = RECORD_TYPES[name]
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(rowFields(description).filter((field) => field !== 'id')))
    expect(Object.keys(en.fields[name])).toEqual(expect.arrayContaining([...Object.keys(fields), ...form.newFields, ...form.fields]))
  })

  it.each(OWN_RESOURCES)('of %s has everything that can be sent in its form: what is not there is kept in no draft and sent by no save', (name) => {
    const type = RECORD_TYPES[name]
    // One that changes what it has read is a pipe, with the object at its beginning.
    const objectIn = (schema: unknown): z.ZodObject => (schema as { readonly in?: z.ZodObject }).in ?? (schema as z.ZodObject)
    const typed = (schema: unknown): string[] => Object.keys(objectIn(schema).shape).filter((field) => type.fields[field]?.kind !== 'secret')
    expect([...type.form.fields].sort()).toEqual(typed(type.description.editsSchema).sort())
    expect([...formFields(type, true)].sort()).toEqual(typed(type.description.createSchema).sort())
  })
})

describe('the form of a record type', () => {
  beforeEach(giveElementsASize)
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
  })

  it.each([
    ['departments', 'menu-sys-dept-index', 'field-alias'],
    ['roles', 'menu-sys-role-index', 'field-remark'],
  ] as const)('has each of its fields, in its order, and asks for the name alone: %s', async (name, menu, text) => {
    const fake = createFakeHoldfast()
    fake.account = { ...fake.account, permissions: [...fake.account.permissions, RECORD_TYPES[name].description.permissions.create] }
    page = await openWorkspace(fake)
    await page.click(menu)
    await soon(() => expect(page.find('row-1')).not.toBeNull())
    await press('n', { ctrlKey: true })
    await soon(() => expect(shown()).toEqual(formFields(RECORD_TYPES[name], true)))
    expect(['field-name', text].map((field) => page.get(field).getAttribute('aria-required') === 'true')).toEqual([true, false])
  })

  it.each([
    ['users', 'menu-sys-user-index'],
    ['menus', 'menu-sys-menu-index'],
  ] as const)('that has inputs of its own leaves none of its fields out, and has none that no save would send: %s', async (name, menu) => {
    const fake = createFakeHoldfast()
    fake.account = { ...fake.account, permissions: [...fake.account.permissions, RECORD_TYPES[name].description.permissions.create] }
    page = await openWorkspace(fake)
    await page.click(menu)
    await press('n', { ctrlKey: true })
    const typed = (): (string | undefined)[] => shown().filter((field) => RECORD_TYPES[name].fields[field ?? '']?.kind !== 'secret')
    await soon(() => expect(typed().sort()).toEqual([...formFields(RECORD_TYPES[name], true)].sort()))
  })
})
