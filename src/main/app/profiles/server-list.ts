import type { ProfileEntry, ProfileInput } from '@shared/profiles'
import { hasHiddenLetters } from '@shared/resources/field-rules'
import { failed } from '@shared/result'
import { isSameServer } from '@shared/server-identity'
import type { ServersPort } from '../../bridge/servers-port'
import type { Profile, ProfilesStore } from '../../settings/profiles'
import { type ServerAddress, readAddress } from '../../settings/server-address'
import { serverOf, toProfileView, unsentOf } from '../../settings/profile-schema'
import type { FindAddress } from './address-finder'
import type { CaFiles } from './ca-files'
import type { ProfileRemoval } from './profile-removal'
import type { ProfileRuntimes } from './profile-runtimes'
import type { SignOuts } from './sign-outs'
import type { Workspace, Workspaces } from '../windows/workspaces'

/** What a person does with the list of servers; the windows and sessions follow. */
export type ServerList = Pick<ServersPort<Workspace>, 'list' | 'left' | 'unsent' | 'save' | 'forget' | 'reorder' | 'open' | 'addDemo'>

export interface ServerListDeps {
  readonly profiles: ProfilesStore
  readonly runtimes: ProfileRuntimes
  readonly workspaces: Workspaces
  readonly caFiles: Pick<CaFiles, 'requireCa' | 'read'>
  readonly findAddress: FindAddress
  readonly profileRemoval: ProfileRemoval
  readonly signOuts: Pick<SignOuts, 'emptyVault'>
  readonly openWindow: (profileId: string) => void
  /** The list has changed. */
  readonly tell: () => void
}

export function createServerList(deps: ServerListDeps): ServerList {
  const { profiles, tell } = deps
  return {
    list: (window) => profiles.list().map((profile) => entryOf(deps, profile, window)),
    left: profiles.left,
    unsent: () => profiles.list().flatMap((profile) => unsentOf(profile, deps.runtimes.known(profile.id)?.session.view() ?? null)),
    save: async (input, window) => {
      const before = input.id === null ? null : found(deps, input.id)
      requireFreeName(deps, input)
      const address = await addressOf(deps, input, before)
      const profile = input.id === null ? profiles.add(settingsOf(deps, input, null, address), input.leftId ?? null) : await change(deps, input, found(deps, input.id), address)
      tell()
      return entryOf(deps, profile, window)
    },
    forget: async ({ id, deleteData }, window) => {
      await forget(deps, id, deleteData, window)
      tell()
    },
    reorder: (ids) => {
      profiles.reorder(ids)
      tell()
    },
    open: ({ id, inNewWindow }, window) => {
      found(deps, id)
      if (inNewWindow) deps.openWindow(id)
      else if (window.runtime().profileId !== id) window.switchTo(id)
    },
    addDemo: (window) => {
      const demo = profiles.addDemo()
      tell()
      return entryOf(deps, demo, window)
    },
  }
}

function found({ profiles }: Pick<ServerListDeps, 'profiles'>, id: string): Profile {
  const profile = profiles.find(id)
  if (!profile) throw failed('NOT_FOUND', 'This server is no longer in the list.')
  return profile
}

function entryOf({ runtimes, workspaces }: ServerListDeps, profile: Profile, window: Workspace): ProfileEntry {
  const { apiPath, dialect, callBudgetMs, extraCaFile, lastUsedAt } = profile
  return {
    ...toProfileView(profile),
    apiPath,
    dialect,
    callBudgetMs,
    extraCaFile,
    session: runtimes.known(profile.id)?.session.view().state ?? null,
    lastUsedAt,
    windows: workspaces.showing(profile.id).length,
    isHere: window.runtime().profileId === profile.id,
  }
}

type Settings = Omit<ProfileInput, 'id' | 'leftId' | 'url' | 'allowPlainHttp'> & ServerAddress

function requireFreeName({ profiles }: ServerListDeps, { id, name }: ProfileInput): void {
  if (profiles.isNameTaken(name, id ?? undefined)) throw failed('VALIDATION', 'There is a server of this name.', { fields: { name: 'taken' } })
}

/** A name that is there already may stay, whatever it holds. */
function requireVisibleNames(input: ProfileInput, before: Profile | null): void {
  for (const field of ['name', 'labelText'] as const) {
    if (input[field] !== before?.[field] && hasHiddenLetters(input[field])) throw failed('VALIDATION', 'This holds letters that cannot be seen.', { fields: { [field]: 'control' } })
  }
}

/**
 * Where the form's address leads. A profile whose address is what it was keeps it unseen: looking for the API must never
 * lead who is signed in, or work that waits, to another place. Throws VALIDATION with the field.
 */
async function addressOf({ caFiles, findAddress }: ServerListDeps, { url, allowPlainHttp, dialect, extraCaFile }: ProfileInput, before: Profile | null): Promise<ServerAddress> {
  if (before?.isDemo) return { origin: before.origin, apiPath: before.apiPath }
  const read = readAddress(url, true)
  // Plain http was agreed to when this very address was saved.
  if (read.origin !== before?.origin) readAddress(url, allowPlainHttp)
  if (extraCaFile !== null) caFiles.requireCa(extraCaFile)
  if (read.origin === before?.origin && read.apiPath === before.apiPath) return { origin: read.origin, apiPath: read.apiPath }
  const ca = extraCaFile === null || !read.origin.startsWith('https:') ? null : caFiles.read(extraCaFile)
  return findAddress(read, { dialect, extraCa: ca !== null && typeof ca !== 'string' ? ca.pem : null })
}

/** What the form says, checked. Throws VALIDATION with the field: names may have been taken while the API was looked for. */
function settingsOf(deps: ServerListDeps, input: ProfileInput, before: Profile | null, address: ServerAddress): Settings {
  const { id: _id, leftId: _left, url: _url, allowPlainHttp: _allowed, ...rest } = input
  requireFreeName(deps, input)
  requireVisibleNames(input, before)
  const labelText = input.label === 'custom' ? input.labelText : ''
  // The demo is what it is: people give it a name and a label.
  if (before?.isDemo) {
    const { dialect, extraCaFile } = before
    return { ...rest, labelText, ...address, dialect, extraCaFile }
  }
  return { ...rest, labelText, ...address }
}

/**
 * A changed name, dialect, time limit or CA holds from the next request on. A changed address, its path included, is another
 * server: the tokens of the one before must never reach it (docs/session.md, "The token goes to its own server"), so its session ends first, in the same
 * step. Another spelling of the same address is no change.
 */
async function change(deps: ServerListDeps, input: ProfileInput, before: Profile, address: ServerAddress): Promise<Profile> {
  const { profiles, runtimes, workspaces } = deps
  const settings = settingsOf(deps, input, before, address)
  const isElsewhere = !isSameServer(serverOf({ ...before, ...settings }), serverOf(before))
  // One write: there is no moment at which the old tokens would count for the new address.
  profiles.change(before.id, { ...settings, ...(isElsewhere ? { isVaultVoid: true } : {}) })
  if (!isElsewhere) {
    void runtimes.known(before.id)?.connectivity.check()
    return found(deps, before.id)
  }
  const emptied = runtimes.known(before.id) ? null : deps.signOuts.emptyVault(before.id)
  const replaced = runtimes.replace(before.id)
  for (const workspace of workspaces.showing(before.id)) workspace.switchTo(before.id)
  await Promise.all([emptied, replaced])
  return found(deps, before.id)
}

async function forget(deps: ServerListDeps, id: string, deleteData: boolean, window: Workspace): Promise<void> {
  const { profiles, runtimes, workspaces } = deps
  if (deleteData && profiles.left().some((left) => left.id === id)) {
    await deps.profileRemoval.forget(id, true, () => Promise.resolve())
    return
  }
  found(deps, id)
  const nextProfile = mostRecent(profiles.list().filter((profile) => profile.id !== id))
  if (!nextProfile) throw failed('CONFLICT', 'The last server stays in the list.', { details: { cause: 'last' } })
  if (workspaces.showing(id).some((other) => other !== window)) {
    throw failed('CONFLICT', 'Another window shows this server.', { details: { cause: 'shown' } })
  }
  if (window.runtime().profileId === id) window.switchTo(nextProfile.id)
  await deps.profileRemoval.forget(id, deleteData, () => runtimes.retire(id))
}

function mostRecent(profiles: readonly Profile[]): Profile | undefined {
  return [...profiles].sort((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0))[0]
}
