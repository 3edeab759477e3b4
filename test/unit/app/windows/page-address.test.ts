import { afterEach, describe, expect, it, vi } from 'vitest'
import { pageAddress } from '../../../../src/main/app/windows/page-address'
import { APP_PAGES, appPageOf } from '../../../../src/main/security/app-origin'

const app = vi.hoisted(() => ({ isPackaged: false }))
vi.mock('electron', () => ({ app }))

afterEach(() => {
  vi.unstubAllEnvs()
  app.isPackaged = false
})

describe('the address of a page', () => {
  it('asks for pseudo-words where the environment says so, and is still one of our pages', () => {
    expect(pageAddress(APP_PAGES.workspace)).toBe(APP_PAGES.workspace)
    vi.stubEnv('HOLDFAST_PSEUDO_WORDS', '1')
    expect(pageAddress(APP_PAGES.workspace)).toBe(`${APP_PAGES.workspace}#pseudo-words`)
    expect(appPageOf(pageAddress(APP_PAGES.signIn))).toBe(APP_PAGES.signIn)
  })

  it('never does in a packed program', () => {
    vi.stubEnv('HOLDFAST_PSEUDO_WORDS', '1')
    app.isPackaged = true
    expect(pageAddress(APP_PAGES.workspace)).toBe(APP_PAGES.workspace)
  })
})
