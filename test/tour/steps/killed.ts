import type { Step } from '../step'
import { LATER_EMAIL } from './both-tokens'
import { countAnew, draftBar, field, puts, save, type } from './screen'

const SAVED_PHONE = '139 0000 0002'
const PHONE = '139 0000 0003'

/** The program dies in the middle of typing: the draft is on the disk, and is offered at the next start. */
export const killed: ReadonlyArray<Step> = [
  {
    id: 'type-more',
    play: async (stage, report) => {
      const page = stage.page()
      await type(page, 'tel', PHONE)
      await report.comesTo('draftBar', () => draftBar(page), 'kept')
      await report.is('phoneOnServerStill', (await stage.onServer()).tel, SAVED_PHONE)
      await report.picture('07-before-the-kill')
    },
  },
  {
    id: 'kill',
    play: async (stage, report) => {
      const program = stage.app().electron.process()
      await stage.app().kill()
      await report.is('endedBy', program.signalCode, 'SIGKILL')
    },
  },
  {
    id: 'start-again',
    play: async (stage, report) => {
      await countAnew(stage)
      await stage.start()
      const page = stage.page()
      const draft = page.getByTestId(`draft-${stage.edited}`)
      await report.comesTo('draftLine', () => draft.isVisible(), true)
      await report.comesTo('listShown', () => page.getByTestId('users-grid').isVisible(), true)
      await page.locator('[data-testid^="row-"]').first().waitFor()
      await report.is('signInWindow', stage.app().hasSignInWindow(), false)
      await report.is('signIns', (await stage.world.backend.control.counts()).signIn, 0)
      await report.picture('08-started-again')
      await draft.click()
      await report.comesTo('offer', () => page.getByTestId('draft-offer').isVisible(), true)
      await page.getByTestId('compare-draft').click()
      await page.getByTestId('compare-table').waitFor()
      await report.picture('09-draft-offered')
    },
  },
  {
    id: 'restore',
    play: async (stage, report) => {
      const page = stage.page()
      await page.getByTestId('restore-draft').click()
      await report.comesTo('phoneInForm', () => field(page, 'tel'), PHONE)
      await report.comesTo('emailInForm', () => field(page, 'email'), LATER_EMAIL)
      await report.comesTo('draftBar', () => draftBar(page), 'kept')
      await report.is('puts', puts(stage), 0)
      await report.picture('10-draft-restored')
    },
  },
  {
    id: 'save-restored',
    play: async (stage, report) => {
      const page = stage.page()
      await save(page)
      await report.comesTo('draftBar', () => draftBar(page), 'saved')
      const { tel, email } = await stage.onServer()
      await report.is('phoneOnServer', tel, PHONE)
      await report.is('emailOnServer', email, LATER_EMAIL)
      await report.is('puts', puts(stage), 1)
    },
  },
]
