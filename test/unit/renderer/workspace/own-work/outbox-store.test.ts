import { flushPromises } from '@vue/test-utils'
import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createBridge } from '@renderer/workspace/bridge'
import { useAppState } from '@renderer/workspace/stores/app-state'
import { useOutbox } from '@renderer/workspace/stores/outbox'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { around } from '../../support/mount'

let fake: FakeHoldfast
let outbox: ReturnType<typeof useOutbox>

async function begin(): Promise<void> {
  const Host = defineComponent({
    setup() {
      outbox = useOutbox()
      outbox.subscribe()
      void useAppState().load()
      return () => h('div')
    },
  })
  mount(Host, { global: around(createBridge(fake.bridge)) })
  await flushPromises()
}

const lists = (): number => fake.callsOf('outbox.list').length

describe('the outbox as pages know it', () => {
  beforeEach(() => {
    fake = createFakeHoldfast()
  })

  it('tells of a record the entry that needs a person, or else the latest', async () => {
    fake.entries = [
      makeEntry({ entryId: 'first', recordId: 2 }),
      makeEntry({ entryId: 'stuck', recordId: 2, state: 'refused' }),
      makeEntry({ entryId: 'last', recordId: 2 }),
      makeEntry({ entryId: 'a', recordId: 3 }),
      makeEntry({ entryId: 'b', recordId: 3 }),
      makeEntry({ entryId: 'other', resource: 'departments', recordId: 3 }),
    ]
    await begin()
    await outbox.load()
    expect([outbox.entryOf('users', 2), outbox.entryOf('users', 3), outbox.entryOf('departments', 3)].map((entry) => entry?.entryId)).toEqual(['stuck', 'b', 'other'])
    expect([outbox.entryOf('users', 4), outbox.find('done')]).toEqual([null, null])
  })

  it('follows what main pushes, and asks once more however many changes come while an answer is on its way', async () => {
    await begin()
    let open: () => void = () => undefined
    fake.next('outbox.list', { gate: new Promise<void>((resolve) => (open = resolve)) })
    for (let change = 0; change < 20; change++) fake.changeEntries([], {})
    fake.entries = [makeEntry({ entryId: 'late' })]
    fake.changeEntries([], {})
    expect([lists(), outbox.summary]).toEqual([1, { waiting: 1, needsYou: 0, isPaused: false }])
    open()
    await flushPromises()
    expect([lists(), outbox.entries?.map(({ entryId }) => entryId)]).toEqual([2, ['late']])
  })

  it('does not take the answer for the one before as that of the next', async () => {
    fake.entries = [makeEntry({ entryId: 'of-ada' })]
    await begin()
    let open: () => void = () => undefined
    fake.next('outbox.list', { gate: new Promise<void>((resolve) => (open = resolve)) })
    void outbox.load()
    outbox.clear()
    open()
    await flushPromises()
    expect(outbox.entries).toBeNull()
  })

  it('keeps what is there when it cannot be read, and says why', async () => {
    fake.entries = [makeEntry({ entryId: 'kept' })]
    await begin()
    await outbox.load()
    fake.next('outbox.list', { failure: { code: 'STORAGE', message: '', retryable: false } })
    await outbox.load()
    expect([outbox.failure?.code, outbox.entries?.length]).toEqual(['STORAGE', 1])
    await outbox.load()
    expect(outbox.failure).toBeNull()
  })

  it('counts nothing while nobody is there whose work it could be', async () => {
    fake.state = { ...fake.state, session: { ...fake.state.session, state: 'signed-out' } }
    await begin()
    await outbox.load()
    expect(outbox.summary).toBeNull()
  })
})
