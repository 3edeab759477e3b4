import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locale } from '@shared/views'
import { updateReadmePictures } from './readme-pictures'
import { openStage, THEMES } from './stage'
import { playSteps, type TourRun } from './step'
import { STORY } from './story'
import { stepLine, writeTranscript } from './transcript'
import { type TourVariant, VARIANTS, variantOf } from './variants'
import { wordsFor } from './words/tour-words'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tourFolder = join(root, 'out', 'tour')
const LOCALES: ReadonlyArray<Locale> = ['en', 'zh-CN']
const UPDATE = '--update-readme-pictures'

/** Plays the whole story in one language. Whatever goes wrong, its world is closed and its transcript is there. */
async function tour(locale: Locale, folder: string, variant: TourVariant): Promise<TourRun> {
  console.log(`\n── tour ${locale}, ${THEMES[locale]} theme ${'─'.repeat(50)}`)
  const started = performance.now()
  const stage = await openStage(locale, join(folder, locale), variant)
  try {
    const run = await playSteps(STORY, stage, (record) => {
      console.log(stepLine(record, wordsFor('en')))
    })
    writeTranscript(stage, run, (performance.now() - started) / 1000)
    return run
  } finally {
    await stage.close()
  }
}

async function main(args: readonly string[]): Promise<number> {
  const chosen = variantOf(args)
  const unknown = chosen?.rest.filter((arg) => arg !== UPDATE) ?? args
  if (!chosen || unknown.length > 0) {
    console.error(`The tour does not know ${unknown.join(' ')}. It knows ${UPDATE} and --back-end=${Object.keys(VARIANTS).join('|')}.`)
    return 1
  }
  const { name, variant } = chosen
  const isUsual = name === 'usual'
  const folder = isUsual ? tourFolder : join(tourFolder, name)
  const runs: TourRun[] = []
  for (const locale of LOCALES) runs.push(await tour(locale, folder, variant))
  console.log('')
  for (const { locale, records } of runs) {
    const held = records.filter(({ state }) => state === 'held').length
    console.log(`${held} of ${records.length} steps passed: out/tour/${isUsual ? '' : `${name}/`}${locale}/transcript.md`)
  }
  if (!runs.every(({ hasHeld }) => hasHeld)) return 1
  if (args.includes(UPDATE) && isUsual) {
    for (const file of updateReadmePictures(tourFolder, join(root, 'build', 'pictures'))) console.log(`Updated build/pictures/${file}`)
  }
  return 0
}

process.exitCode = await main(process.argv.slice(2))
