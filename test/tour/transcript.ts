import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Picture, pictureFile } from './pictures'
import { type Evidence, say, type StepRecord } from './report'
import { GENERATED_USERS, type Stage } from './stage'
import type { TourRun } from './step'
import type { TourWords } from './words/tour-words'

const MARKS = { held: '✔', failed: '✖', 'not-reached': '·' } as const

/** The line of a step as the terminal shows it. */
export function stepLine({ id, state, reason, evidence }: StepRecord, words: TourWords): string {
  const measured = evidence.filter(({ key }) => key !== 'wire').map((one) => `${words.evidence[one.key]}: ${valueOf(one, words)}`)
  const lines = [`${MARKS[state]} ${words.steps[id]}${state === 'not-reached' ? ` (${words.notReached})` : ''}`]
  if (measured.length > 0) lines.push(`    ${measured.join(' · ')}`)
  if (reason !== undefined) lines.push(`    ${words.reason}: ${reason}`)
  return lines.join('\n')
}

/** Writes `transcript.md` beside the pictures. */
export function writeTranscript(stage: Stage, { records }: TourRun, seconds: number): void {
  const { words } = stage
  const held = records.filter(({ state }) => state === 'held').length
  const parts = [
    `# ${words.title}`,
    words.intro({ electron: stage.electron() ?? '?', theme: stage.theme, users: GENERATED_USERS.toLocaleString('en-US') }),
    `**${words.result({ held, all: records.length, seconds: seconds.toFixed(1) })}**`,
    ...records.flatMap((record, index) => section(record, index + 1, words)),
  ]
  writeFileSync(join(stage.folder, 'transcript.md'), `${parts.join('\n\n')}\n`)
}

function section({ id, state, reason, evidence, pictures }: StepRecord, number: number, words: TourWords): readonly string[] {
  const parts = [`## ${MARKS[state]} ${number}. ${words.steps[id]}`]
  if (state === 'not-reached') parts.push(words.notReached)
  if (reason !== undefined) parts.push(`**${words.reason}:** ${cell(reason)}`)
  if (evidence.length > 0) parts.push(table(evidence, words))
  return [...parts, ...pictures.flatMap((picture) => shown(picture, words))]
}

function table(evidence: ReadonlyArray<Evidence>, words: TourWords): string {
  const rows = evidence.map((one) => `| ${words.evidence[one.key]} | ${cell(valueOf(one, words))} |`)
  return [`| ${words.measured} | ${words.value} |`, '| --- | --- |', ...rows].join('\n')
}

function valueOf({ key, value, expected }: Evidence, words: TourWords): string {
  return expected === undefined ? say(key, value, words) : `${say(key, value, words)} (${words.expected(say(key, expected, words))})`
}

function shown({ name, isComposed }: Picture, words: TourWords): readonly string[] {
  const caption = words.pictures[name]
  return [`![${caption}](${pictureFile(name)})`, `*${caption}*${isComposed ? `  \n*${words.composed}*` : ''}`]
}

/** Text from outside must not end a cell or begin a tag. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
