import { connect } from 'node:net'
import type { Stage } from '../stage'
import type { Step } from '../step'
import { connection, countAnew, draftBar, field, puts, save, type, words } from './screen'

const SAVED_PHONE = '139 0000 0003'
const PHONE = '139 0000 0004'

/** The network goes while someone types: the save is queued, and goes through by itself when the network is back. */
export const network: ReadonlyArray<Step> = [
  {
    id: 'cut-network',
    play: async (stage, report) => {
      const page = stage.page()
      await type(page, 'tel', PHONE)
      await report.comesTo('draftBar', () => draftBar(page), 'kept')
      await countAnew(stage)
      await stage.world.proxy.down()
      await report.is('serverReachable', isReachable(stage), false)
    },
  },
  {
    id: 'save-offline',
    play: async (stage, report) => {
      const page = stage.page()
      await save(page)
      await report.comesTo('draftBar', () => draftBar(page), 'queued')
      await report.comesTo('connection', () => connection(page), stage.words.onScreen.offline)
      report.note('told', await words(page, 'draft-bar'))
      await report.is('phoneInForm', field(page, 'tel'), PHONE)
      await report.is('phoneOnServerStill', (await stage.onServer()).tel, SAVED_PHONE)
      await report.is('puts', puts(stage), 0)
      await report.picture('11-no-network')
    },
  },
  {
    id: 'network-back',
    play: async (stage, report) => {
      const page = stage.page()
      await stage.world.proxy.up()
      await report.is('serverReachable', isReachable(stage), true)
      await report.comesTo('connection', () => connection(page), stage.words.onScreen.online)
      await report.comesTo('phoneOnServer', async () => (await stage.onServer()).tel, PHONE)
      await report.is('phoneInForm', field(page, 'tel'), PHONE)
      await report.is('puts', puts(stage), 1)
      await report.is('draftsLeft', page.getByTestId('drafts-line').count(), 0)
      await report.picture('12-sent-by-itself')
    },
  },
]

/** Asked from here, at the same port as the app; whether it speaks TLS does not matter. */
function isReachable({ world }: Stage): Promise<boolean> {
  const { hostname, port } = new URL(world.proxy.url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const end = (isOpen: boolean) => (): void => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', end(true)).once('error', end(false))
  })
}
