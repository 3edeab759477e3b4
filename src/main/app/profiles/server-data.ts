import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { failed } from '@shared/result'
import type { DataHandlersDeps } from '../../bridge/handlers/data'
import type { ProfilesStore } from '../../settings/profiles'
import { cacheUserOf, removeCacheFiles } from '../../store/cache-by-user'
import { profileFolder } from './profile-runtime'
import type { ProfileRuntimes } from './profile-runtimes'

/** What lies in the data folder for each server of the list, by the sizes of its files; none of them is opened for it. */
export function createServerData({
  profiles,
  runtimes,
  dataFolder,
}: {
  readonly profiles: Pick<ProfilesStore, 'list' | 'find'>
  readonly runtimes: Pick<ProfileRuntimes, 'known'>
  readonly dataFolder: string
}): DataHandlersDeps<unknown>['servers'] {
  const filesOf = (profileId: string): { readonly name: string; readonly bytes: number }[] => {
    const folder = profileFolder(dataFolder, profileId)
    return namesIn(folder).map((name) => ({ name, bytes: statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0 }))
  }
  return {
    sizes: () =>
      profiles.list().flatMap(({ id }) => {
        const files = filesOf(id)
        const sum = (isMeant: (name: string) => boolean): number => files.filter(({ name }) => isMeant(name)).reduce((bytes, file) => bytes + file.bytes, 0)
        const [cacheBytes, dataBytes] = [sum((name) => cacheUserOf(name) !== null), sum((name) => DATA_FILE.test(name))]
        return cacheBytes + dataBytes === 0 ? [] : [{ profileId: id, cacheBytes, dataBytes }]
      }),
    clear: async (profileId) => {
      if (!profiles.find(profileId)) throw failed('NOT_FOUND', 'This server is no longer in the list.')
      const runtime = runtimes.known(profileId)
      // Of a server that was not used in this run none is open: the files can go as they are.
      if (!runtime) return removeClosed(profileFolder(dataFolder, profileId))
      const users = new Set(namesIn(profileFolder(dataFolder, profileId)).flatMap((name) => cacheUserOf(name) ?? []))
      for (const userId of users) await runtime.caches.clear(userId)
    },
  }
}

/** With the logs that SQLite keeps beside them. */
const DATA_FILE = /^user-\d+\.db/

async function removeClosed(folder: string): Promise<void> {
  try {
    await removeCacheFiles(folder)
  } catch {
    throw failed('STORAGE', 'A cache could not be removed.')
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
