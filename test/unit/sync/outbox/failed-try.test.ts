import { describe, expect, it } from 'vitest'
import { withoutSecrets } from '../../../../src/main/sync/outbox/failed-try'
import { failed } from '../../../../src/shared/result'

const secret = { password: 'Sesame-Open-7', hint: 'Sesame-Open' }

describe('the words of a server that repeats what it was sent', () => {
  it('go on without the secrets of the entry: in its own refusal, in a page, the longer one first', () => {
    const { failure } = failed('REFUSED', 'Sesame-Open-7 is too weak.', { details: { title: 'No Sesame-Open-7 here', status: 400 } })
    expect(withoutSecrets(failure, () => secret)).toMatchObject({ message: '[hidden] is too weak.', details: { title: 'No [hidden] here', status: 400 } })
    const { failure: bare } = failed('REFUSED', 'Sesame-Open-7 is too weak.')
    expect(withoutSecrets(bare, () => secret).message).toBe('[hidden] is too weak.')
  })

  it('do not go on at all where the secrets cannot be read, and as they are where there are none', () => {
    const { failure } = failed('REFUSED', 'Sesame-Open-7 is too weak.', { details: { text: 'Sesame-Open-7', status: 400 } })
    const unread = withoutSecrets(failure, () => {
      throw new Error('The file is closed.')
    })
    expect([unread.message, unread.details]).toEqual(['', { status: 400 }])
    expect(withoutSecrets(failure, null)).toBe(failure)
  })
})
