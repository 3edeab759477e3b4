import { SERVER_HABITS, type ServerHabit } from '@shared/kept'
import type { Sqlite } from '../sqlite/open'
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
        const known = db.all<{ habit: string }>('SELECT habit FROM server_habits WHERE server = ?', [server]).map(({ habit }) => habit)
        return SERVER_HABITS.filter((habit) => known.includes(habit))
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
    for (const { server, habit } of from.all<{ server: string; habit: string }>('SELECT server, habit FROM server_habits')) {
      to.run('INSERT OR IGNORE INTO server_habits (server, habit) VALUES (?, ?)', [server, habit])
    }
  })
}
