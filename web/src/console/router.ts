import { createRouter, createWebHistory } from 'vue-router'
import { t } from '@/kernel/i18n'
import { toast } from '@/kernel/toast'
import BoardPage from './pages/BoardPage.vue'

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/', name: 'board', component: BoardPage, meta: { title: 'title.board' } },
    { path: '/morning', name: 'morning', component: () => import('./pages/MorningPage.vue'), meta: { title: 'title.morning' } },
    { path: '/doors/:id?', name: 'doors', component: () => import('./pages/DoorsPage.vue'), meta: { title: 'title.doors' } },
    { path: '/cases/:id', name: 'case', component: () => import('./pages/CasePage.vue'), meta: { title: 'title.case', by_path: true } },
    { path: '/new', name: 'new', component: () => import('./pages/NewCasePage.vue'), meta: { title: 'title.new' } },
    { path: '/areas/:id?', name: 'areas', component: () => import('./pages/AreasPage.vue'), meta: { title: 'title.areas' } },
    { path: '/units/:id?', name: 'units', component: () => import('./pages/UnitsPage.vue'), meta: { title: 'title.units' } },
    { path: '/accounts/:id?', name: 'accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: 'title.accounts' } },
    { path: '/imports', name: 'imports', component: () => import('./pages/ImportsPage.vue'), meta: { title: 'title.imports' } },
    { path: '/imports/new', name: 'new_import', component: () => import('./pages/NewImportPage.vue'), meta: { title: 'imports.new', under: 'imports' } },
    { path: '/imports/:id', name: 'import', component: () => import('./pages/ImportPage.vue'), meta: { title: 'title.import', under: 'imports' } },
    { path: '/handovers', name: 'handovers', component: () => import('./pages/HandoversPage.vue'), meta: { title: 'title.handovers' } },
    { path: '/handovers/:id/letter', name: 'letter', component: () => import('./pages/LetterPage.vue'), meta: { title: 'title.letter', under: 'handovers', by_path: true } },
    { path: '/exports', name: 'exports', component: () => import('./pages/ExportsPage.vue'), meta: { title: 'title.exports' } },
    { path: '/export-requests', name: 'export_requests', component: () => import('./pages/ExportRequestsPage.vue'), meta: { title: 'title.export_requests' } },
    { path: '/export-rules', name: 'export_rules', component: () => import('./pages/ExportRulesPage.vue'), meta: { title: 'title.export_rules' } },
    { path: '/rules', name: 'rules', component: () => import('./pages/RulesPage.vue'), meta: { title: 'title.rules' } },
    { path: '/categories', name: 'categories', component: () => import('./pages/CategoriesPage.vue'), meta: { title: 'title.categories' } },
    { path: '/fields', name: 'fields', component: () => import('./pages/ExtraFieldsPage.vue'), meta: { title: 'title.fields' } },
    { path: '/standard', name: 'standard', component: () => import('./pages/StandardPage.vue'), meta: { title: 'title.standard' } },
    { path: '/archive/:path', name: 'archive', component: () => import('./pages/ArchiveListPage.vue'), meta: { title: 'title.archive', by_path: true } },
    { path: '/archive/:path/:id', name: 'record', component: () => import('./pages/ArchivePage.vue'), meta: { title: 'title.archive', by_path: true } },
    { path: '/facts', name: 'facts', component: () => import('./pages/FactsDeskPage.vue'), meta: { title: 'title.facts' } },
    { path: '/me', name: 'me', component: () => import('./pages/MePage.vue'), meta: { title: 'title.me' } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.name === from.name ? undefined : { top: 0 }),
})
router.afterEach((to) => { document.title = `${t(String(to.meta.title ?? 'title.board'))} · ${t('brand.name')}` })
router.onError(() => { toast(t('error.offline_text'), { tone: 'bad' }) })
