// What the window tells in passing: each stays by itself in the live region, so that none is lost to the one after it.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../../support/mount'
import { useQuestions } from '@renderer/workspace/stores/questions'
import { useAnnouncer } from '@renderer/workspace/stores/announcer'

let page: OpenWorkspace
beforeEach(async () => {
  giveElementsASize()
  page = await openWorkspace(createFakeHoldfast())
})
afterEach(() => page.close())

const region = (): Element => page.get('announcer').closest('[aria-live]') as Element
const lines = (): (string | null)[] => [...region().children].map(({ textContent }) => textContent)

it('keeps what came before for a screen reader, which is told additions only', async () => {
  const announcer = useAnnouncer()
  announcer.say('Saved.')
  await quiet()
  const saved = region().lastElementChild
  announcer.hear('Outbox: empty.')
  await quiet()
  expect(lines().slice(-2)).toEqual(['Saved.', 'Outbox: empty.'])
  // The same element, not a new one with the same words: it would be read a second time.
  expect(region().children.item(lines().length - 2)).toBe(saved)
  expect([region().getAttribute('aria-atomic'), region().getAttribute('aria-relevant')]).toEqual(['false', 'additions'])
})

it('says the same words twice as two, and forgets the oldest', async () => {
  const announcer = useAnnouncer()
  for (const words of ['1', '2', '3', '4', '4']) announcer.hear(words)
  await quiet()
  expect([lines(), page.get('announcer').textContent]).toEqual([['2', '3', '4', '4'], '4'])
})

it('has nothing to say again when a dialog closes, which brings back all that it took out of reach', async () => {
  const announcer = useAnnouncer()
  announcer.say('Saved.')
  void useQuestions().ask({ title: 'Really?', text: [], confirm: 'Yes' })
  await quiet()
  expect(lines()).toEqual([''])
  announcer.say('Sent.')
  await page.click('question-confirm')
  expect(lines()).toEqual(['', 'Sent.'])
})
