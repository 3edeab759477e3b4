import type { Page } from '@playwright/test'
import axe, { type AxeResults, type RunOptions } from 'axe-core'

export interface AxeFinding {
  readonly rule: string
  readonly nodes: readonly string[]
}

/** What axe-core finds wrong inside an element, best practices and target sizes included; or only what is wrong with its colours. */
export async function axeFindings(page: Page, selector: string, what: 'all' | 'colors' = 'all'): Promise<readonly AxeFinding[]> {
  // Over the debugger's channel: the page's policy lets no other script in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(
    async ([within, isWhole]) => {
      const { axe: engine } = window as unknown as { readonly axe: { run(within: string, options: RunOptions): Promise<AxeResults> } }
      const { violations } = await engine.run(
        within,
        isWhole
          ? { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }
          : { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
      )
      return violations.map(({ id, nodes }) => ({ rule: id, nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ''}`) }))
    },
    [selector, what === 'all'] as const,
  )
}
