import { SERVER_HABITS, type ServerHabit } from '@shared/kept'
import type { Sqlite } from '../sqlite/open'
import { strictly } from './sealed-row'
import { storing } from './storing'

/** What the server that the user works on is known to do to texts. Both throw STORAGE. */
export interface ServerHabits {
  list(): ServerHabit[]
  note(habits: readonly ServerHabit[]): void
}

/** @param server The identity of the server that is worked on: another one has habits of its own. */
export function createServerHabits(db: Sqlite, server: string): ServerHabits {
  return {
    list: () =>
      storing(() => {
        // Asked by the known words: nothing of the file is read as text (see `sealed-row`).
        const isKnown = (habit: ServerHabit): boolean => db.get('SELECT 1 AS one FROM server_habits WHERE server = ? AND habit = ?', [server, habit]) !== undefined
        return SERVER_HABITS.filter(isKnown)
      }),
    note: (habits) => {
      storing(() => {
        for (const habit of habits) db.run('INSERT OR IGNORE INTO server_habits (server, habit) VALUES (?, ?)', [server, habit])
      })
    },
  }
}

/** What was learned while there was no file, into the file: of every server. Throws STORAGE. */
export function adoptHabits(from: Sqlite, to: Sqlite): void {
  storing(() => {
    for (const raw of from.all<{ server: ArrayBuffer }>('SELECT DISTINCT CAST(server AS BLOB) AS server FROM server_habits')) {
      const server = strictly(new Uint8Array(raw.server))
      if (server !== undefined) createServerHabits(to, server).note(createServerHabits(from, server).list())
    }
  })
}
