// What a start, and a second start, may be told.
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCommandLine } from '../../../src/main/app/command-line'

describe('the command line', () => {
  it('says which data, which server and which record, wherever it stands', () => {
    const argv = ['electron', '--no-sandbox', '.', '--open=holdfast://demo/users/12', '--data-dir=data', '--profile=live']
    expect(readCommandLine(argv)).toEqual({ dataDir: resolve('data'), profileId: 'live', link: 'holdfast://demo/users/12' })
  })

  it('says nothing where nothing is said; of two the last counts', () => {
    expect(readCommandLine(['electron', '.', '--open='])).toEqual({ dataDir: null, profileId: null, link: null })
    expect(readCommandLine(['--open=a', '--open=b']).link).toBe('b')
    // A link that is no value of ours opens nothing: the program is registered for none.
    expect(readCommandLine(['holdfast://demo/users/12']).link).toBeNull()
  })
})
