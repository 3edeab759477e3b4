import '../styles/base.css'
import '../styles/frame.css'
import '../styles/list-page.css'
import '../styles/record-drawer.css'
import '../styles/work-page.css'
import '../styles/entry-detail.css'
import '../styles/field-compare.css'
import '../styles/roles.css'
import '../styles/server-panel.css'
import '../styles/settings.css'
import '../styles/dialog.css'
import { createBridge, exposedBridge } from './bridge'
import { createWorkspace } from './create-workspace'

const app = await createWorkspace(createBridge(exposedBridge()))
app.mount('#app')
