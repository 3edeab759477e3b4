import { createAppWorld } from '../../support/app-world'
import type { RunningApp } from '../../support/launch-app'
import { type Learned, startAnswersServer } from './answers'
import type { Question } from './lanes'

/** The app, signed in, on a server that answers at once, and what it is asked. */
export interface Stage {
  readonly app: RunningApp
  readonly small: Question
  readonly normal: Question
  close(): Promise<void>
}

const ASKED = {
  small: { call: 'users.get', input: { id: 5 }, isIt: ({ path }: Learned) => /\/users\?.*limit=1&/.test(path) },
  // The page itself has asked for the first page: what is learned of the second can only come from here.
  normal: { call: 'users.list', input: { page: 2, pageSize: 20, sort: [], filter: {} }, isIt: ({ path }: Learned) => /\/users\?offset=2&limit=20&/.test(path) },
} as const

export async function openStage(): Promise<Stage> {
  const answers = await startAnswersServer()
  const world = await createAppWorld({ profile: { origin: answers.url } })
  const close = async (): Promise<void> => {
    await world.close()
    await answers.close()
  }
  try {
    answers.learnFrom(world.backend.url)
    const app = await world.launch()
    await app.signIn('admin', world.passwords.admin)
    await app.workspace.locator('[data-testid^="row-"]').first().waitFor()
    const question = async ({ call, input, isIt }: (typeof ASKED)['small' | 'normal']): Promise<Question> => {
      await app.workspace.evaluate(([verb, input]) => (window as unknown as { holdfast: { users: Record<string, (input: object) => Promise<unknown>> } }).holdfast.users[verb]?.(input), [
        call.slice('users.'.length),
        input,
      ] as const)
      const { path, authorization, bytes } = await answers.learned(isIt)
      return { call, input, bytes, url: `${answers.url}${path}`, headers: { accept: 'application/json', authorization } }
    }
    return { app, small: await question(ASKED.small), normal: await question(ASKED.normal), close }
  } catch (error) {
    await close()
    throw error
  }
}
