import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { CallInput, CallOutput } from '../../src/shared/bridge/contract'
import type { WorkspaceCall } from '../../src/shared/bridge/names'
import type { Result } from '../../src/shared/result'

/** Calls of the bridge as the page makes them, for stories in which the fields on the screen are not the point. */
async function call<Name extends WorkspaceCall>(page: Page, name: Name, input?: CallInput<Name>): Promise<Result<CallOutput<Name>>> {
  return page.evaluate(
    ([callName, argument]) => {
      const [area = '', verb = ''] = callName.split('.')
      const { holdfast } = window as unknown as { holdfast: Record<string, Record<string, (input: unknown) => Promise<unknown>>> }
      return holdfast[area]?.[verb]?.(argument)
    },
    [name, input] as const,
  ) as Promise<Result<CallOutput<Name>>>
}

/** The answer of a call that goes well; throws its failure otherwise. */
export async function answerOf<Name extends WorkspaceCall>(page: Page, name: Name, input?: CallInput<Name>): Promise<CallOutput<Name>> {
  const result = await call(page, name, input)
  if (!result.ok) throw new Error(`${name}: ${result.failure.code} ${result.failure.message}`)
  return result.value
}

/** How a form of this user submits: as nobody else, without a draft. */
export function submitting(userId: number): { owner: { profileId: string; userId: number }; draftId: string | null; isConfirmed: boolean } {
  return { owner: { profileId: 'test', userId }, draftId: randomUUID(), isConfirmed: false }
}
