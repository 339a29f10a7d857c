import { createApp } from 'vue'
import '@/kernel/tokens.css'
import '@/kernel/base.css'
import './worker.css'
import { set_up_texts } from '@/kernel/i18n'
import { start_outbox } from '@/kernel/outbox'
import { load_session } from '@/kernel/session'
import common from '@/lang/common.zh-CN.json'
import own from '@/lang/worker.zh-CN.json'
import App from './App.vue'
import { router } from './router'

void start()
async function start() {
  await set_up_texts([common, own], [() => import('@/lang/common.en.json'), () => import('@/lang/worker.en.json')])
  void load_session()
  void start_outbox('worker')
  createApp(App).use(router).mount('#app')
}
