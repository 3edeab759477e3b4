import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { failed } from '@shared/result'
import type { DataHandlersDeps } from '../../bridge/handlers/data'
import type { ProfilesStore } from '../../settings/profiles'
import { removeCacheFiles } from '../../store/cache-by-user'
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
        const sum = (pattern: RegExp): number => files.filter(({ name }) => pattern.test(name)).reduce((bytes, file) => bytes + file.bytes, 0)
        const [cacheBytes, dataBytes] = [sum(CACHE_FILE), sum(DATA_FILE)]
        return cacheBytes + dataBytes === 0 ? [] : [{ profileId: id, cacheBytes, dataBytes }]
      }),
    clear: async (profileId) => {
      if (!profiles.find(profileId)) throw failed('NOT_FOUND', 'This server is no longer in the list.')
      const runtime = runtimes.known(profileId)
      // Of a server that was not used in this run none is open: the files can go as they are.
      if (!runtime) return removeCacheFiles(profileFolder(dataFolder, profileId))
      const users = filesOf(profileId).flatMap(({ name }) => CACHE_OF.exec(name)?.[1] ?? [])
      for (const userId of users) await (await runtime.caches.of(Number(userId))).clear()
    },
  }
}

/** With the logs that SQLite keeps beside them. */
const CACHE_FILE = /^user-\d+\.cache\.db/
const CACHE_OF = /^user-(\d+)\.cache\.db$/
const DATA_FILE = /^user-\d+\.db/

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
