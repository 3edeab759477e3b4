// What CONTRIBUTING.md, "Add a field", relies on: a text that the record type names needs no line in the form's component.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formFields } from '@renderer/workspace/records/record-type'
import { RECORD_TYPES } from '@renderer/workspace/records/record-types'
import { soon } from '../../../../support/soon'
import { createFakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press } from '../../support/mount'

let page: OpenWorkspace
const shown = (): (string | undefined)[] => [...document.querySelectorAll<HTMLElement>('.record-fields [data-field]')].map((one) => one.dataset['field'])

beforeEach(giveElementsASize)
afterEach(() => {
  page.close()
  document.body.replaceChildren()
})

describe('the form of a record type', () => {
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
})
