import { createRouter, createWebHistory } from 'vue-router'
import { t } from '@/kernel/i18n'
import { toast } from '@/kernel/toast'
import { outside_address } from './address'
import CasePage from './pages/CasePage.vue'
import CasesPage from './pages/CasesPage.vue'
import DoorPage from './pages/DoorPage.vue'
import HomePage from './pages/HomePage.vue'
import ReportPage from './pages/ReportPage.vue'
import SentPage from './pages/SentPage.vue'
import StatusPage from './pages/StatusPage.vue'

/** The server answers /, /q/<door> and /s/<number> with this app as well: the address is put right before the router reads it. */
const inside = outside_address(location.pathname)
if (inside) history.replaceState(null, '', inside + location.search)

/** What someone may need after the signal is gone comes with the app; only side pages are fetched when opened. */
export const router = createRouter({
  history: createWebHistory('/resident/'),
  routes: [
    { path: '/', name: 'home', component: HomePage },
    { path: '/door/:code', name: 'door', component: DoorPage, meta: { title: 'title.report' } },
    { path: '/report', name: 'report', component: ReportPage, meta: { title: 'title.report' } },
    { path: '/sent/:ref', name: 'sent', component: SentPage, meta: { title: 'title.sent' } },
    { path: '/status/:number?', name: 'status', component: StatusPage, meta: { title: 'title.status' } },
    { path: '/cases', name: 'cases', component: CasesPage, meta: { title: 'title.mine' } },
    { path: '/cases/:id', name: 'case', component: CasePage, meta: { title: 'title.mine' } },
    { path: '/worker', name: 'worker', component: () => import('./pages/WorkerPage.vue'), meta: { title: 'title.worker' } },
    { path: '/scan', name: 'scan', component: () => import('./pages/ScanPage.vue'), meta: { title: 'title.scan' } },
    { path: '/facts', name: 'facts', component: () => import('./pages/FactsPage.vue'), meta: { title: 'title.facts' } },
    { path: '/facts/:person/:record', name: 'correct', component: () => import('./pages/CorrectPage.vue'), meta: { title: 'title.correct' } },
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
router.onError(() => { toast(t('error.offline_text'), { tone: 'bad' }) })
