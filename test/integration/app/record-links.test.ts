// Links to records that come in on the command line: which window they reach, and what is asked or told before.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk, pushesTo } = await import('../../support/desk')
const { createRecordLinks } = await import('../../../src/main/app/record-links')
const { wordsFor } = await import('../../../src/main/app/messages')
import type { MessageBoxOptions } from 'electron'
import { recordLink } from '../../../src/shared/record-link'
import type { RecordLinks } from '../../../src/main/app/record-links'
import { serverOf } from '../../../src/main/settings/profile-schema'
import { fakeOf } from '../../support/fake-windows'
import type { Desk, Run } from '../../support/desk'

let desk: Desk
let run: Run
let links: RecordLinks
let asked: MessageBoxOptions[]
/** Which button is pressed. */
let response: number
beforeEach(async () => {
  desk = await createDesk('a', 'b')
  run = await desk.start()
  asked = []
  response = 1
  links = createRecordLinks({
    profiles: run.profiles,
    workspaces: run.workspaces,
    openWindow: (id) => void run.workspaces.open(id),
    showAny: () => void (run.workspaces.all().length === 0 && run.workspaces.open('a')),
    dialog: { showMessageBox: ((...given: unknown[]) => (asked.push(given.at(-1) as MessageBoxOptions), Promise.resolve({ response, checkboxChecked: false }))) as never },
    words: () => wordsFor('en'),
  })
})
afterEach(() => desk.close())

const linkTo = (profileId: string, id = 12): string => {
  const profile = run.profiles.find(profileId)
  if (!profile) throw new Error('no such profile')
  return recordLink(serverOf(profile), { resource: 'users', id })
}
const windows = (): string[] => run.workspaces.all().map(({ runtime }) => runtime().profileId)

it('begins the program with a window of its server, whose page takes the record once', async () => {
  await links.open(linkTo('b'))
  expect(asked).toEqual([])
  const [window] = run.workspaces.all()
  if (!window) throw new Error('no window')
  expect(windows()).toEqual(['b'])
  expect(pushesTo(window, 'record.asked')).toEqual([null])
  expect(links.take(window)).toEqual({ resource: 'users', id: 12 })
  expect(links.take(window)).toBeNull()
})

it('reaches the window that shows the server already, whichever is in front, and asks nothing', async () => {
  const one = run.workspaces.open('a')
  run.workspaces.open('b')
  await links.open(linkTo('a', 7))
  expect(asked).toEqual([])
  expect(windows().sort()).toEqual(['a', 'b'])
  expect(fakeOf(one.window).focused).toBe(1)
  expect(links.take(one)).toEqual({ resource: 'users', id: 7 })
})

it('asks before it opens a window for another server, with the link in sight; no is no', async () => {
  run.workspaces.open('a')
  response = 0
  await links.open(linkTo('b'))
  expect(asked).toMatchObject([{ message: 'Open a window for b?', detail: `Link: ${linkTo('b')}`, defaultId: 0, cancelId: 0 }])
  expect(windows()).toEqual(['a'])
  response = 1
  await links.open(linkTo('b'))
  expect(windows()).toEqual(['b', 'a'])
})

it('tells of a server that is not in the list, and of what is no link; nothing is opened by either', async () => {
  run.workspaces.open('a')
  await links.open('holdfast://elsewhere.example/api/v2/users/12')
  await links.open('https://elsewhere.example/')
  expect(asked.map(({ message, detail }) => [message, detail])).toEqual([
    ['This link leads to a server that is not in your list.', 'Link: holdfast://elsewhere.example/api/v2/users/12'],
    ['This link does not lead to a record.', 'Link: https://elsewhere.example/'],
  ])
  const [window] = run.workspaces.all()
  expect(window && links.take(window)).toBeNull()
  expect(windows()).toEqual(['a'])
})

it('leads nowhere once its window shows another server', async () => {
  const window = run.workspaces.open('a')
  await links.open(linkTo('a'))
  window.switchTo('b')
  expect(links.take(window)).toBeNull()
})

it('asks about the newest link alone, however many come, and an older one leads nowhere', async () => {
  run.workspaces.open('a')
  const open: { readonly options: MessageBoxOptions; readonly answer: (response: number) => void }[] = []
  const showMessageBox = (...given: unknown[]) =>
    new Promise((resolve) => {
      const options = given.at(-1) as MessageBoxOptions
      const box = {
        options,
        answer: (pressed: number): void => {
          open.splice(open.indexOf(box), 1)
          resolve({ response: pressed, checkboxChecked: false })
        },
      }
      open.push(box)
      // Even where the system says that the other button was pressed.
      options.signal?.addEventListener('abort', () => box.answer(1))
    })
  links = createRecordLinks({
    profiles: run.profiles,
    workspaces: run.workspaces,
    openWindow: (id) => void run.workspaces.open(id),
    showAny: () => undefined,
    dialog: { showMessageBox: showMessageBox as never },
    words: () => wordsFor('en'),
  })
  const all = [linkTo('b', 1), 'no link', linkTo('b', 2)].map((link) => links.open(link))
  expect(open.map(({ options }) => options.detail)).toEqual([`Link: ${linkTo('b', 2)}`])
  open[0]?.answer(1)
  await Promise.all(all)
  expect(windows()).toEqual(['b', 'a'])
  expect(run.workspaces.all()[0] && links.take(run.workspaces.all()[0] as never)).toEqual({ resource: 'users', id: 2 })
})

it('shows a link without what cannot be seen in it', async () => {
  run.workspaces.open('a')
  await links.open('holdfast://good.example\u202E/moc.live\u2066\u200B\nHoldfast needs your password:\u0007 https://bad.example')
  expect(asked[0]?.detail).toBe('Link: holdfast://good.example/moc.liveHoldfast needs your password: https://bad.example')
})
