// What a reset of somebody's password comes to when the store, or the person at the desk, is another one by the time of the answer.
import { beforeEach, describe, expect, it } from 'vitest'
import { failed } from '../../../src/shared/result'
import type { User } from '../../../src/shared/resources/user'
import { createPasswords } from '../../../src/main/sync/passwords'

const USER = { id: 2, username: 'test' } as User
const yes = (): Promise<unknown> => Promise.resolve({ data: null, message: '' })

let signedIn: number
let isBroken: boolean
let lines: string[]
let faults: unknown[]

function reset(answer: () => Promise<unknown>, onRead: () => void = () => undefined): Promise<void> {
  const passwords = createPasswords({
    authorized: { send: answer } as never,
    users: {
      get: () => {
        onRead()
        return Promise.resolve({ ...USER })
      },
    } as never,
    session: { view: () => ({ userId: signedIn, username: 'somebody' }), stamp: () => ({ userId: signedIn, epoch: 1 }) } as never,
    stores: {
      of: (userId: number) =>
        Promise.resolve({
          journal: {
            note: () => {
              lines.push(`${userId}: noted`)
              return { entryId: 'one' }
            },
            end: (_ids: unknown, outcome: string) => {
              if (isBroken) throw failed('STORAGE', 'The disk is full.')
              lines.push(`${userId}: ${outcome}`)
            },
          },
        }),
    } as never,
    writeMode: () => 'normal',
    giveWay: () => () => undefined,
    onFault: (error) => faults.push(error),
  })
  return passwords.reset({ user: USER, password: new TextEncoder().encode('Next-1234') }, { isConfirmed: true, signal: new AbortController().signal })
}

beforeEach(() => {
  signedIn = 1
  isBroken = false
  lines = []
  faults = []
})

describe('the line of a reset', () => {
  it('that cannot be ended changes nothing of what the server said', async () => {
    isBroken = true
    await expect(reset(yes)).resolves.toBeUndefined()
    await expect(reset(() => Promise.reject(failed('FORBIDDEN', 'not you')))).rejects.toMatchObject({ failure: { code: 'FORBIDDEN' } })
    expect(faults).toMatchObject([{ failure: { code: 'STORAGE' } }, { failure: { code: 'STORAGE' } }])
    expect(lines).toEqual(['1: noted', '1: noted'])
  })

  it('is of the person who asked, whoever has signed in meanwhile', async () => {
    await reset(yes, () => (signedIn = 7))
    expect(lines).toEqual(['1: noted', '1: ok'])
  })
})
