import { GENERATED_USERS } from '../stage'
import type { Step } from '../step'
import { countAnew, words } from './screen'

/** The accounts of the seed: admin, test, editor. */
const NAMED_USERS = 3

/** A new machine: the app asks who it is for, and then the work is there. */
export const signingIn: ReadonlyArray<Step> = [
  {
    id: 'start',
    play: async (stage, report) => {
      await report.is('usersOnServer', stage.world.backend.control.userCount(), GENERATED_USERS + NAMED_USERS)
      await stage.start()
      await report.comesTo('askedByItself', () => stage.app().hasSignInWindow(), true)
      await report.is('listShown', stage.page().getByTestId('users-grid').isVisible(), false)
      const signIn = await stage.app().signInWindow()
      report.note('reason', await words(signIn, 'signin-reason'))
      await report.picture('01-sign-in')
    },
  },
  {
    id: 'sign-in',
    play: async (stage, report) => {
      await countAnew(stage)
      await stage.app().signIn(stage.account, stage.world.passwords.admin)
      const page = stage.page()
      await report.comesTo('listShown', () => page.getByTestId('users-grid').isVisible(), true)
      await page.locator('[data-testid^="row-"]').first().waitFor()
      // Digits stand apart from words in both languages; the total is the largest of the three numbers.
      const total = async (): Promise<number> => Math.max(...((await words(page, 'range-text')).replaceAll(',', '').match(/\d+/g) ?? []).map(Number))
      await report.comesTo('usersInList', total, GENERATED_USERS + NAMED_USERS)
      await report.is('signIns', (await stage.world.backend.control.counts()).signIn, 1)
      await report.comesTo('keychain', () => words(page, 'status-secrets'), stage.words.onScreen.protected)
      await report.is('signInWindow', stage.app().hasSignInWindow(), false)
      await report.picture('02-users')
    },
  },
]
