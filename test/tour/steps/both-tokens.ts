import type { Stage } from '../stage'
import type { Step } from '../step'
import { countAnew, draftBar, field, puts, refreshes, refusedRefreshes, save, type, wire, words } from './screen'

const FIRST = '139 0000 0001'
const PHONE = '139 0000 0002'
export const LATER_EMAIL = 'typed.meanwhile@example.com'

/** Both tokens die: the save waits for a sign-in, the page does not, and the save goes on by itself. */
export const bothTokens: ReadonlyArray<Step> = [
  {
    id: 'type-again',
    play: async (stage, report) => {
      await type(stage.page(), 'tel', PHONE)
      await report.comesTo('draftBar', () => draftBar(stage.page()), 'kept')
      await report.is('phoneOnServerStill', (await stage.onServer()).tel, FIRST)
    },
  },
  {
    id: 'both-expire',
    play: async (stage, report) => {
      await countAnew(stage)
      await stage.world.backend.control.expireAllTokens()
      await report.is('draftBar', draftBar(stage.page()), 'kept')
      await report.is('signInWindow', stage.app().hasSignInWindow(), false)
    },
  },
  {
    id: 'save-suspended',
    play: async (stage, report) => {
      const page = stage.page()
      await save(page)
      await report.comesTo('signInWindow', () => stage.app().hasSignInWindow(), true)
      await report.comesTo('draftBar', () => draftBar(page), 'waiting')
      await report.comesTo('sessionBar', () => page.getByTestId('session-bar').isVisible(), true)
      await report.is('phoneInForm', field(page, 'tel'), PHONE)
      const windows = await windowFacts(stage)
      await report.is('isModal', windows.isModal, false)
      await report.is('isParentEnabled', windows.isParentEnabled, true)
      await type(page, 'email', LATER_EMAIL)
      await report.is('emailInForm', field(page, 'email'), LATER_EMAIL)
      const signIn = await stage.app().signInWindow()
      await report.comesTo('nameFilledIn', () => signIn.getByTestId('signin-username').inputValue(), stage.account)
      report.note('reason', await words(signIn, 'signin-reason'))
      await report.is('refreshes', refreshes(stage), 1)
      await report.is('refreshesRefused', refusedRefreshes(stage), 1)
      await report.is('puts', puts(stage), 0)
      await report.picture('05-sign-in-over-form')
    },
  },
  {
    id: 'goes-through',
    play: async (stage, report) => {
      const page = stage.page()
      const { email } = await stage.onServer()
      await stage.app().signIn(stage.account, stage.world.passwords.admin)
      await report.comesTo('phoneOnServer', async () => (await stage.onServer()).tel, PHONE)
      await report.comesTo('draftBar', () => draftBar(page), 'kept')
      await report.is('emailInForm', field(page, 'email'), LATER_EMAIL)
      await report.is('emailOnServerStill', (await stage.onServer()).email, email)
      await report.is('puts', puts(stage), 1)
      await report.is('signInWindow', stage.app().hasSignInWindow(), false)
      report.note('wire', wire(stage))
      await report.picture('06-saved-after-sign-in')
    },
  },
]

function windowFacts({ app }: Stage): Promise<{ readonly isModal: boolean; readonly isParentEnabled: boolean }> {
  return app().electron.evaluate(({ BrowserWindow }) => {
    const child = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() !== null)
    if (!child) throw new Error('There is no sign-in window.')
    return { isModal: child.isModal(), isParentEnabled: child.getParentWindow()?.isEnabled() === true }
  })
}
