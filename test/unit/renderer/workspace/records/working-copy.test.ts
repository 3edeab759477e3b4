import { describe, expect, it } from 'vitest'
import { createWorkingCopy } from '@renderer/workspace/records/working-copy'

const row = { id: 5, email: 'a@x', tel: '1', roleIds: [1, 2] }
const open = () => createWorkingCopy<typeof row, 'email' | 'tel' | 'roleIds'>(row, ['email', 'tel', 'roleIds'])

describe('a record form', () => {
  it('keeps the server’s copy and the edits apart, and drops an edit that equals the copy', () => {
    const form = open()
    form.set('email', 'b@x')
    expect([form.base.value.email, form.value('email'), form.edits.value]).toEqual(['a@x', 'b@x', { email: 'b@x' }])
    form.set('email', 'a@x')
    expect(form.isDirty.value).toBe(false)
    form.set('roleIds', [2, 1])
    expect(form.edits.value).toEqual({})
  })

  it('subtracts exactly what was sent; what was typed during the save stays on the new base', () => {
    const form = open()
    form.set('email', 'b@x')
    expect(form.beginSave()).toEqual({ email: 'b@x' })
    form.set('tel', '2')
    form.set('email', 'c@x')
    form.settleSaved({ ...row, email: 'b@x' })
    expect(form.edits.value).toEqual({ tel: '2', email: 'c@x' })
    expect(form.base.value.email).toBe('b@x')
  })

  it('is clean after a save during which nothing more was typed', () => {
    const form = open()
    form.set('email', 'b@x')
    form.beginSave()
    form.settleSaved({ ...row, email: 'b@x' })
    expect(form.isDirty.value).toBe(false)
  })

  it('remembers that a field was put back while its save was on the way', () => {
    const form = open()
    form.set('email', 'b@x')
    form.beginSave()
    form.set('email', 'a@x')
    expect(form.edits.value).toEqual({ email: 'a@x' })
    form.settleSaved({ ...row, email: 'b@x' })
    expect(form.edits.value).toEqual({ email: 'a@x' })
    expect(form.value('email')).toBe('a@x')
  })

  it('forgets a field that was put back when its save failed: there is nothing to send', () => {
    const form = open()
    form.set('email', 'b@x')
    form.beginSave()
    form.set('email', 'a@x')
    form.settleFailed()
    expect(form.edits.value).toEqual({})
  })

  it('names a field as clashing that was typed during the save and had changed on the server', () => {
    const form = open()
    form.set('email', 'b@x')
    form.beginSave()
    form.set('tel', '2')
    form.settleSaved({ ...row, email: 'b@x', tel: '9' })
    expect(form.clashes.value).toEqual({ tel: '1' })
  })

  it('marks clashes at a rebase, keeps both values, and remembers the old base for the draft', () => {
    const form = open()
    form.set('email', 'b@x')
    const merge = form.rebase({ ...row, email: 'z@x', tel: '9' })
    expect(merge).toMatchObject({ clashes: ['email'], taken: ['tel'] })
    expect([form.value('email'), form.base.value.email, form.value('tel')]).toEqual(['b@x', 'z@x', '9'])
    expect(form.draftBase()).toEqual({ ...row, email: 'a@x', tel: '9' })
    form.useServers('email')
    expect([form.value('email'), form.edits.value, form.clashes.value]).toEqual(['z@x', {}, {}])
  })

  it('does not let a read slip in between while a save is in flight', () => {
    const form = open()
    form.set('email', 'b@x')
    form.beginSave()
    form.rebase({ ...row, tel: 'stale' })
    expect(form.base.value.tel).toBe('1')
  })

  it('restores a draft by three-way comparison and never over what was typed since', () => {
    const form = open()
    form.set('tel', 'typed')
    const merge = form.restore({ ...row, email: 'old@x', tel: '0' }, { email: 'mine@x', tel: 'drafted', hacked: true })
    expect(form.edits.value).toEqual({ email: 'mine@x', tel: 'typed' })
    expect(merge.clashes).toContain('email')
    expect(form.clashes.value).toEqual({ email: 'old@x' })
  })

  it('restores nothing where the server already has it', () => {
    const form = open()
    const merge = form.restore({ ...row, email: 'old@x' }, { email: 'a@x' })
    expect([merge.edits, form.isDirty.value]).toEqual([{}, false])
  })
})
