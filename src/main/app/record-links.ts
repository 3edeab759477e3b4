import type { BrowserWindow, Dialog, MessageBoxOptions } from 'electron'
import { leadsToServer, type LinkedRecord, readRecordLink } from '@shared/record-link'
import { push } from '../bridge/push'
import { serverOf } from '../settings/profile-schema'
import type { ProfilesStore } from '../settings/profiles'
import { type Words, withNames } from './messages'
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

const NOBODY_ANSWERED = -1

export function createRecordLinks({ profiles, workspaces, openWindow, showAny, dialog, words }: RecordLinksDeps): RecordLinks {
  /** The newest link is the one that is meant: its box takes the place of the one before, or whoever opens links would fill the screen. */
  let closing = new AbortController()
  const box = async (front: Workspace | undefined, options: MessageBoxOptions): Promise<number> => {
    closing.abort()
    closing = new AbortController()
    const { signal } = closing
    const asked = { ...options, signal }
    const { response } = await (front ? dialog.showMessageBox(front.window, asked) : dialog.showMessageBox(asked))
    return signal.aborted ? NOBODY_ANSWERED : response
  }
  /** Until the page has come so far that it takes it: it may be signed out, or not even loaded. */
  const asked = new WeakMap<BrowserWindow, Asked>()

  async function tell(text: string, link: string): Promise<void> {
    showAny()
    // Shown as it came, but not endlessly.
    await box(workspaces.all()[0], { type: 'warning', message: text, detail: withNames(words(), words().links.detail, [shown(link).slice(0, 200)]), buttons: [words().links.close] })
  }

  async function mayOpenBeside(name: string, link: string): Promise<boolean> {
    const [front] = workspaces.all()
    if (!front) return true
    workspaces.focus(front)
    const said = words()
    const response = await box(front, {
      type: 'question',
      message: withNames(said, said.links.other, [name]),
      detail: withNames(said, said.links.detail, [shown(link)]),
      buttons: [said.links.cancel, said.links.open],
      defaultId: 0,
      cancelId: 0,
    })
    return response === 1
  }

  return {
    open: async (text) => {
      const link = readRecordLink(text)
      if (!link) return tell(words().links.unreadable, text)
      const fitting = profiles.list().filter((profile) => leadsToServer(link, { id: profile.id, server: serverOf(profile) }))
      // One server may stand in the list twice: the one that is on screen is meant.
      const profile = fitting.find(({ id }) => workspaces.showing(id).length > 0) ?? fitting[0]
      if (!profile) return tell(words().links.unknown, text)
      const there = workspaces.showing(profile.id)[0]
      if (!there && !(await mayOpenBeside(profile.name, text))) return
      if (there) workspaces.focus(there)
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

/** Without what cannot be seen: a link must not look like another one, or like a sentence of ours on a line of its own. */
function shown(link: string): string {
  return link.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
}
