import { SERVER_HABITS, type ServerHabit } from '@shared/kept'
import type { Sqlite } from '../sqlite/open'
import { storing } from './storing'

/** What the server that the user works on is known to do to texts. Both throw STORAGE. */
export interface ServerHabits {
  list(): ServerHabit[]
  note(habits: readonly ServerHabit[]): void
}

/** @param origin The server that is worked on now: another one has habits of its own. */
export function createServerHabits(db: Sqlite, origin: () => string): ServerHabits {
  return {
    list: () =>
      storing(() => {
        const known = db.all<{ habit: string }>('SELECT habit FROM server_habits WHERE origin = ?', [origin()]).map(({ habit }) => habit)
        return SERVER_HABITS.filter((habit) => known.includes(habit))
      }),
    note: (habits) => {
      storing(() => {
        for (const habit of habits) db.run('INSERT OR IGNORE INTO server_habits (origin, habit) VALUES (?, ?)', [origin(), habit])
      })
    },
  }
}
