import '@renderer/styles/base.css'
import type { TreeBench } from '../figures'
import { measureOurs } from './ours'
import { measureYardstick } from './yardstick'

Object.assign(window, {
  measureTrees: async (): Promise<TreeBench> => ({
    ours: [await measureOurs(5_000, 'tree'), await measureOurs(50_000, 'tree')],
    list: await measureOurs(2_000, 'list'),
    yardstick: await measureYardstick(500),
  }),
})
