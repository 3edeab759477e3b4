// One mechanism for every resource: what a description says is all that cache, journal and outbox know of it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { overlaid } from '../../../src/main/sync/reads/overlay'
import { type Fields, pickFields } from '../../../src/shared/merge'
import { RESOURCES } from '../../../src/shared/resources/registry'
import { OWN_RESOURCES, type OwnResource } from '../../support/own-records'
import { until } from '../../support/client'
import { createOutboxWorld, type OutboxWorld } from '../../support/outbox-world'

let world: OutboxWorld
beforeEach(async () => {
  world = await createOutboxWorld()
})
afterEach(() => world.close())

/** A new record of each, and a change of it. */
const EXAMPLES: Readonly<Record<OwnResource, { readonly values: Fields; readonly edits: Fields }>> = {
  users: { values: { username: 'made.here', password: 'Fresh-Passw0rd', roleIds: [2] }, edits: { tel: '139' } },
  departments: { values: { name: 'Made here' }, edits: { alias: 'changed' } },
  roles: { values: { name: 'Made here' }, edits: { remark: 'changed' } },
  menus: { values: { type: 'menu', title: 'Made here', path: '/sys/made-here', routeName: 'SysMadeHere', component: 'sys/made/index' }, edits: { icon: 'star' } },
}

describe.each(OWN_RESOURCES)('%s', (resource) => {
  const description = RESOURCES[resource]
  const { values, edits } = EXAMPLES[resource]
  const settled = async (): Promise<void> => {
    await world.settle()
    await until(() => world.outbox.queue.all().length === 0)
  }

  it('are made, changed and deleted offline, each settled once on the server', async () => {
    const whole = description.createSchema.parse(values)
    const secret = Object.fromEntries(description.secretFields.map((field) => [field, whole[field]]))
    const open = Object.fromEntries(Object.entries(whole).filter(([field]) => !description.secretFields.includes(field)))
    world.isOffline = true
    await world.submit({ resource, verb: 'create', recordId: -1, edits: open, secret })
    await settled()
    const id = world.journal.realId(resource, -1) ?? 0
    const made = await world.row(resource, id)
    expect(made).toMatchObject(open)

    world.isOffline = true
    await world.submit({ resource, verb: 'update', recordId: id, base: made, edits })
    await settled()
    const changed = await world.row(resource, id)
    expect(changed).toMatchObject({ ...open, ...edits })

    world.isOffline = true
    await world.submit({ resource, verb: 'remove', recordId: id, base: changed })
    await settled()
    const key = Object.fromEntries(description.naturalKey.map((field) => [field, open[field]]))
    expect(await world.clientOf(resource).find(key)).toEqual([])
    expect(world.journal.history({ limit: 10 }).map(({ verb, outcome, attempts }) => [verb, outcome, attempts])).toEqual([
      ['remove', 'ok', 1],
      ['update', 'ok', 1],
      ['create', 'ok', 1],
    ])
  })

  it('that an older version began, without a field that came since, are shown and made with what it usually is', async () => {
    const later = Object.keys(edits)
    const whole = description.createSchema.parse(values)
    const secret = pickFields(whole, description.secretFields)
    const open = Object.fromEntries(Object.entries(whole).filter(([field]) => !description.secretFields.includes(field)))
    const begun = Object.fromEntries(Object.entries(open).filter(([field]) => !later.includes(field)))
    world.isOffline = true
    await world.submit({ resource, verb: 'create', recordId: -1, edits: begun, secret })
    const { recordQueue, makers } = world.outbox.queue
    const [shown] = overlaid(resource, { of: recordQueue, makers }, [], { id: -1 })
    expect(description.rowSchema.parse(shown), 'a list with it can be shown').toMatchObject(open)
    await settled()
    expect(await world.row(resource, world.journal.realId(resource, -1) ?? 0)).toMatchObject(open)
  })

  it('that were made here are not made twice when the answer is lost', async () => {
    const whole = description.createSchema.parse(values)
    const secret = Object.fromEntries(description.secretFields.map((field) => [field, whole[field]]))
    const open = Object.fromEntries(Object.entries(whole).filter(([field]) => !description.secretFields.includes(field)))
    world.proxy.on({ method: 'POST', times: 1 }, async (ask) => {
      await ask()
      await world.proxy.down()
      return { kind: 'cut' }
    })
    expect(await world.submit({ resource, verb: 'create', recordId: -1, edits: open, secret })).toMatchObject({ kind: 'queued' })
    await world.proxy.up()
    await settled()
    expect(await world.clientOf(resource).find(Object.fromEntries(description.naturalKey.map((field) => [field, open[field]])))).toHaveLength(1)
  })
})
