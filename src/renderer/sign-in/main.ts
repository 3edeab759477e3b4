import '../styles/base.css'
import './sign-in.css'
import { createFaultNotes } from '@renderer/fault-notes'
import { noteUncaught } from '@renderer/note-uncaught'
import { createApp } from 'vue'
import { exposedBridge } from './bridge'
import SignIn from './SignIn.vue'

const bridge = exposedBridge()
const app = createApp(SignIn, { bridge })
noteUncaught(app, createFaultNotes(bridge.signIn.noteFault).note)
app.mount('#app')
