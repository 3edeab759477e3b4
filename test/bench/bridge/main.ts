import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { report, rowsOf } from './report'
import { runRounds } from './run'
import { openStage } from './stage'

async function main(): Promise<number> {
  const stage = await openStage()
  try {
    const samples = await runRounds(stage, (line) => {
      console.log(line)
    })
    const small = { question: stage.small, rows: rowsOf(samples, stage.small) }
    const normal = { question: stage.normal, rows: rowsOf(samples, stage.normal) }
    const { text, isFastEnough } = report([small, normal])
    const folder = fileURLToPath(new URL('../../../out/bench/', import.meta.url))
    await mkdir(folder, { recursive: true })
    const electron = process.env['HOLDFAST_ELECTRON_VERSION'] ?? 'unknown'
    const result = { electron, inFlight: normal.rows, smallAnswer: { inFlight: small.rows } }
    await writeFile(`${folder}bridge.json`, `${JSON.stringify(result, null, 2)}\n`)
    console.log(`${text}\nElectron ${electron}, Node ${process.versions.node}.`)
    return isFastEnough ? 0 : 1
  } finally {
    await stage.close()
  }
}

process.exitCode = await main()
