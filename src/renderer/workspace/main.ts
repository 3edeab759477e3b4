import '../styles/base.css'
import './features/shell/shell.css'
import { createBridge, exposedBridge } from './bridge'
import { createWorkspace } from './create-workspace'

const app = await createWorkspace(createBridge(exposedBridge()))
app.mount('#app')
