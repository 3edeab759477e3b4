import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { appleIcon, iconSizes, windowsIcon } from './package/icon-files'
import { packageFolder } from './package/linux-layout'
import { capture } from './processes'
import { runMain, SetupError } from './setup-error'

/** `npm run icons`: draws every size of the icon anew from `holdfast.svg`, and the files of Windows and macOS. Run it after a change of the drawing. */
async function main(): Promise<number> {
  const folder = join(packageFolder, 'icons')
  const pictures = new Map<number, Buffer>()
  for (const size of iconSizes) {
    const file = join(folder, `${size}x${size}.png`)
    const drawn = await capture('rsvg-convert', ['-w', String(size), '-h', String(size), join(folder, 'holdfast.svg'), '-o', file])
    if (drawn.code !== 0) throw notDrawn(drawn.stderr.trim())
    pictures.set(size, await readFile(file))
  }
  await writeFile(join(folder, 'holdfast.ico'), windowsIcon(pictures))
  await writeFile(join(folder, 'holdfast.icns'), appleIcon(pictures))
  return 0
}

function notDrawn(why: string): SetupError {
  return new SetupError({
    happened: `The icon could not be drawn: ${why}`,
    kept: 'the icons that were there.',
    todo: 'install rsvg-convert (on Debian and Ubuntu the package librsvg2-bin), then again.',
  })
}

await runMain(main)
