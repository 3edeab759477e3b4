import type { BrowserWindow, Dialog } from 'electron'
import { leadsToServer, type LinkedRecord, readRecordLink } from '@shared/record-link'
import { push } from '../bridge/push'
import { serverOf } from '../settings/profile-schema'
import type { ProfilesStore } from '../settings/profiles'
import type { Words } from './messages'
import type { Workspace, Workspaces } from './windows/workspaces'

/** Links to records, as they come in on the command line. They lead somewhere, and never write anything. */
export interface RecordLinks {
  /** Shows the record in a window of its server. What cannot be opened is told; another server than those on screen is asked about first. */
  open(link: string): Promise<void>
  /** The record that this window was asked for, once. */
  take(workspace: Workspace): LinkedRecord | null
}

export interface RecordLinksDeps {
  readonly profiles: Pick<ProfilesStore, 'list'>
  readonly workspaces: Pick<Workspaces, 'all' | 'showing' | 'focus'>
  readonly openWindow: (profileId: string) => void
  /** The window last in front, or a new one with the profile last used. */
  readonly showAny: () => void
  readonly dialog: Pick<Dialog, 'showMessageBox'>
  readonly words: () => Words
}

interface Asked {
  readonly profileId: string
  readonly record: LinkedRecord
}

export function createRecordLinks({ profiles, workspaces, openWindow, showAny, dialog, words }: RecordLinksDeps): RecordLinks {
  /** Until the page has come so far that it takes it: it may be signed out, or not even loaded. */
  const asked = new WeakMap<BrowserWindow, Asked>()

  async function tell(text: string, link: string): Promise<void> {
    showAny()
    const front = workspaces.all()[0]
    // Shown as it came, but not endlessly.
    const options = { type: 'warning' as const, message: text, detail: words().linkDetail([link.slice(0, 200)]), buttons: [words().linkClose] }
    await (front ? dialog.showMessageBox(front.window, options) : dialog.showMessageBox(options))
  }

  async function mayOpenBeside(name: string, link: string): Promise<boolean> {
    const [front] = workspaces.all()
    if (!front) return true
    workspaces.focus(front)
    const said = words()
    const { response } = await dialog.showMessageBox(front.window, {
      type: 'question',
      message: said.linkOther([name]),
      detail: said.linkDetail([link]),
      buttons: [said.linkCancel, said.linkOpen],
      defaultId: 0,
      cancelId: 0,
    })
    return response === 1
  }

  return {
    open: async (text) => {
      const link = readRecordLink(text)
      if (!link) return tell(words().linkUnreadable, text)
      const fitting = profiles.list().filter((profile) => leadsToServer(link, { id: profile.id, server: serverOf(profile) }))
      // One server may stand in the list twice: the one that is on screen is meant.
      const profile = fitting.find(({ id }) => workspaces.showing(id).length > 0) ?? fitting[0]
      if (!profile) return tell(words().linkUnknown, text)
      const shown = workspaces.showing(profile.id)[0]
      if (!shown && !(await mayOpenBeside(profile.name, text))) return
      if (shown) workspaces.focus(shown)
      else openWindow(profile.id)
      const target = workspaces.showing(profile.id)[0]
      if (!target) return
      asked.set(target.window, { profileId: profile.id, record: { resource: link.resource, id: link.id } })
      push(target.window.webContents, 'record.asked', null)
    },
    take: ({ window, runtime }) => {
      const wanted = asked.get(window)
      asked.delete(window)
      // Meanwhile the window may have turned to another server: a number means nothing there.
      return wanted?.profileId === runtime().profileId ? wanted.record : null
    },
  }
}
