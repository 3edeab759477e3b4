import { readFile, stat } from 'node:fs/promises'
import type { BrowserWindow } from 'electron'
import { failed } from '@shared/result'
import { EXCHANGE_MAX_BYTES, exportProfiles, planImport } from '../../settings/profile-exchange'
import type { ProfilesStore } from '../../settings/profiles'
import type { FileDialogs } from '../file-dialogs'
import { writeWhole } from '../whole-file'

/** Taking the list of servers to another machine and back. */
export interface ProfileFiles {
  /** Null: the person chose no file. Throws STORAGE. */
  export(window: BrowserWindow): Promise<{ file: string; profiles: number } | null>
  /** Null: the person chose no file. Throws VALIDATION on `file`, STORAGE when it cannot be read. */
  import(window: BrowserWindow): Promise<{ added: string[]; skipped: string[]; unreadable: string[] } | null>
}

export interface ProfileFilesDeps {
  readonly profiles: ProfilesStore
  readonly dialogs: FileDialogs
}

export function createProfileFiles({ profiles, dialogs }: ProfileFilesDeps): ProfileFiles {
  return {
    export: async (window) => {
      const file = await dialogs.toExport(window)
      if (file === null) return null
      const { text, count } = exportProfiles(profiles.list())
      await writeWhole(file, text)
      return { file, profiles: count }
    },
    import: async (window) => {
      const file = await dialogs.toImport(window)
      if (file === null) return null
      const plan = planImport(await readSmall(file), profiles.list())
      // The person who exported the list agreed to plain http, not the one who imports it.
      const isAgreed = plan.plainHttp.length === 0 || (await dialogs.confirmPlainHttp(window, plan.plainHttp))
      const added = plan.added.filter(({ name }) => isAgreed || !plan.plainHttp.includes(name))
      for (const profile of added) profiles.add(profile)
      return { added: added.map(({ name }) => name), skipped: [...plan.skipped, ...(isAgreed ? [] : plan.plainHttp)], unreadable: [...plan.unreadable] }
    },
  }
}

async function readSmall(file: string): Promise<string> {
  try {
    if ((await stat(file)).size <= EXCHANGE_MAX_BYTES) return await readFile(file, 'utf8')
  } catch {
    throw failed('STORAGE', 'The file cannot be read.', { details: { cause: 'unreadable' } })
  }
  throw failed('VALIDATION', 'This file holds no list of servers that can be read here.', { fields: { file: 'notAList' } })
}
