// Fastify as its manual would have it: a response schema, one process, no log. `node fastify.mjs PORT`.
import Fastify from 'fastify'

const app = Fastify({ logger: false })
const schema = { response: { 200: { type: 'object', properties: { items: { type: 'string' } } } } }
const items = 'x'.repeat(1012)
app.get('/', { schema }, async () => ({ items }))
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
