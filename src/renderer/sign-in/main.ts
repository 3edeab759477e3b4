import '../styles/base.css'
import './sign-in.css'
import { createApp } from 'vue'
import { exposedBridge } from './bridge'
import SignIn from './SignIn.vue'

createApp(SignIn, { bridge: exposedBridge() }).mount('#app')
