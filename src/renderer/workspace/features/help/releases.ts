import changelog from '../../../../../CHANGELOG.md?raw'

export interface Release {
  /** The version, and when it came. */
  readonly title: string
  readonly changes: readonly string[]
}

/** The form of CHANGELOG.md, and no more of Markdown: a heading for each version, then lines that begin with a hyphen and may go on. */
export function releasesIn(text: string): Release[] {
  const parts = text.split(/^## /m).slice(1)
  return parts.map((part) => {
    const [title = '', ...lines] = part.split('\n')
    const changes = lines.join('\n').split(/^- /m).slice(1)
    return { title: title.trim(), changes: changes.map((change) => change.trim().replace(/\s*\n\s*/g, ' ')) }
  })
}

export const RELEASES: readonly Release[] = releasesIn(changelog)
