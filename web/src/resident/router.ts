import { createRouter, createWebHistory } from 'vue-router'
import { t } from '@/kernel/i18n'
import { outside_address } from './address'
import HomePage from './pages/HomePage.vue'

/** The server answers /, /q/<door> and /s/<number> with this app as well: the address is put right before the router reads it. */
const inside = outside_address(location.pathname)
if (inside) history.replaceState(null, '', inside + location.search)

export const router = createRouter({
  history: createWebHistory('/resident/'),
  routes: [
    { path: '/', name: 'home', component: HomePage },
    { path: '/door/:code', name: 'door', component: () => import('./pages/DoorPage.vue'), meta: { title: 'title.report' } },
    { path: '/report', name: 'report', component: () => import('./pages/ReportPage.vue'), meta: { title: 'title.report' } },
    { path: '/sent/:ref', name: 'sent', component: () => import('./pages/SentPage.vue'), meta: { title: 'title.sent' } },
    { path: '/status/:number?', name: 'status', component: () => import('./pages/StatusPage.vue'), meta: { title: 'title.status' } },
    { path: '/cases', name: 'cases', component: () => import('./pages/CasesPage.vue'), meta: { title: 'title.mine' } },
    { path: '/cases/:id', name: 'case', component: () => import('./pages/CasePage.vue'), meta: { title: 'title.mine' } },
    { path: '/worker', name: 'worker', component: () => import('./pages/WorkerPage.vue'), meta: { title: 'title.worker' } },
    { path: '/scan', name: 'scan', component: () => import('./pages/ScanPage.vue'), meta: { title: 'title.scan' } },
    { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignInPage.vue'), meta: { title: 'title.sign_in' } },
    { path: '/privacy', name: 'privacy', component: () => import('./pages/PrivacyPage.vue'), meta: { title: 'title.privacy' } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})
router.afterEach((to) => {
  const title = to.meta.title as string | undefined
  document.title = title ? `${t(title)} · ${t('brand.name')}` : t('brand.name')
})
