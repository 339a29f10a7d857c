// What Liren is compared with: nginx with one 1 KB file, Fastify with one 1 KB object.
import { mkdirSync, writeFileSync } from 'node:fs'
import { free_port, root, Server } from './measure.mjs'

export async function start_nginx() {
  const home = `${root}/build/bench-data/nginx`
  const port = await free_port()
  mkdirSync(home, { recursive: true })
  writeFileSync(`${home}/index.json`, JSON.stringify({ items: 'x'.repeat(1012) }))
  writeFileSync(
    `${home}/nginx.conf`,
    `daemon off; master_process off; worker_processes 1; pid ${home}/pid; error_log ${home}/error.log;
events { worker_connections 512; }
http {
  access_log off; default_type application/json; sendfile on; tcp_nodelay on; keepalive_requests 100000000;
  open_file_cache max=10; open_file_cache_valid 60s;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${home}/${kind};`).join(' ')}
  server { listen 127.0.0.1:${port}; root ${home}; location = / { try_files /index.json =404; } }
}
`,
  )
  return Server.start('nginx', port, '/usr/sbin/nginx', ['-p', home, '-c', `${home}/nginx.conf`])
}

export async function start_fastify() {
  const port = await free_port()
  return Server.start('fastify', port, process.execPath, [`${import.meta.dirname}/fastify.mjs`, `${port}`])
}
