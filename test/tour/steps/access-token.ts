import type { Step } from '../step'
import { answers, countAnew, draftBar, field, puts, refreshes, save, type, wire } from './screen'

const PHONE = '139 0000 0001'

/** The access token dies while someone types: the save renews it on its way, once, and nobody is asked anything. */
export const accessToken: ReadonlyArray<Step> = [
  {
    id: 'type',
    play: async (stage, report) => {
      const page = stage.page()
      const row = page.locator('[data-testid^="row-"]').nth(5)
      stage.edited = Number((await row.getAttribute('data-testid'))?.slice('row-'.length))
      const { tel } = await stage.onServer()
      await row.dblclick()
      await countAnew(stage)
      await type(page, 'tel', PHONE)
      await report.comesTo('draftBar', () => draftBar(page), 'kept')
      await report.is('phoneInForm', field(page, 'tel'), PHONE)
      await report.is('phoneOnServerStill', (await stage.onServer()).tel, tel)
      await report.is('puts', puts(stage), 0)
      await report.picture('03-typed')
    },
  },
  {
    id: 'access-expires',
    play: async (stage, report) => {
      await countAnew(stage)
      await stage.world.backend.control.expireAccessTokens()
      await report.is('draftBar', draftBar(stage.page()), 'kept')
      await report.is('phoneInForm', field(stage.page(), 'tel'), PHONE)
      await report.is('signInWindow', stage.app().hasSignInWindow(), false)
    },
  },
  {
    id: 'save-renewed',
    play: async (stage, report) => {
      const page = stage.page()
      await save(page)
      await report.comesTo('draftBar', () => draftBar(page), 'saved')
      await report.is('phoneOnServer', (await stage.onServer()).tel, PHONE)
      await report.is('refreshes', refreshes(stage), 1)
      await report.is('puts', puts(stage), 1)
      await report.is('signInWindow', stage.app().hasSignInWindow(), false)
      report.note('staleAnswers', await answers(stage, 50014))
      report.note('wire', wire(stage))
      await report.picture('04-saved-after-renewal')
    },
  },
]
