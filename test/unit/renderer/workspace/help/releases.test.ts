import { expect, it } from 'vitest'
import { RELEASES, releasesIn } from '@renderer/workspace/features/help/releases'

it('reads the versions and their changes, of which some go over several lines', () => {
  const text = '# Changelog\n\n## 0.2.0 (2027-01-01)\n\n- First, which goes\n  on here.\n- Second with `code`.\n\n## 0.1.0\n\n- Older.\n'
  expect(releasesIn(text)).toEqual([
    { title: '0.2.0 (2027-01-01)', changes: ['First, which goes on here.', 'Second with `code`.'] },
    { title: '0.1.0', changes: ['Older.'] },
  ])
})

it('has those of this program', () => {
  expect(RELEASES[0]?.title).toMatch(/^\d+\.\d+\.\d+/)
  for (const { changes } of RELEASES) for (const change of changes) expect(change).toMatch(/^\S.*\S$/)
})
