import { createRouter, createWebHistory } from 'vue-router'
import { t } from '@/kernel/i18n'
import CasePage from './pages/CasePage.vue'
import MePage from './pages/MePage.vue'
import TodayPage from './pages/TodayPage.vue'

export const router = createRouter({
  history: createWebHistory('/worker/'),
  routes: [
    { path: '/', name: 'today', component: TodayPage, meta: { title: 'title.today' } },
    { path: '/cases/:id', name: 'case', component: CasePage, meta: { title: 'title.case' } },
    { path: '/me', name: 'me', component: MePage, meta: { title: 'title.me' } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})
router.afterEach((to) => { document.title = `${t(String(to.meta.title ?? 'title.today'))} · ${t('brand.name')}` })
