// A stand-in for the server, for the harness's self-test only: it answers /readyz and misbehaves in the way LIREN_MISDEED says.
import { createServer } from 'node:http';

const option = (name) => process.argv[process.argv.indexOf(name) + 1];
const misdeed = process.env.LIREN_MISDEED ?? '';

const problem = (status, more = {}) => JSON.stringify({ type: 'about:blank', status, title: '没有找到', key: 'error.not_found', ...more });

const answers = {
    '/readyz': (res) => res.end('ok'),
    '/cookie': (res) => res.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'liren_session=abc; HttpOnly; Path=/' }).end('{}'),
    '/echo': (res, req, body) => res.writeHead(200, { 'content-type': 'application/json', etag: '"v7"' })
        .end(JSON.stringify({ method: req.method, headers: req.headers, body })),
    '/stream': (res) => res.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: hello\ndata: {}\n\nid: 5\nevent: change\ndata: {"seq":5}\n\n'),
    '/missing': (res) => res.writeHead(404, { 'content-type': 'application/problem+json' }).end(problem(404)),
    '/bare': (res) => res.writeHead(404, { 'content-type': 'text/plain' }).end('no'),
    '/keyless': (res) => res.writeHead(404, { 'content-type': 'application/problem+json' }).end(problem(404, { key: undefined })),
};

const server = createServer((req, res) => {
    let body = '';
    req.on('data', (piece) => { body += piece; });
    req.on('end', () => (answers[req.url] ?? answers['/missing'])(res, req, body));
});
server.listen(Number(option('--port')), '127.0.0.1', () => {
    if (misdeed === 'error') console.error('{"level":"error","message":"the disk is gone"}');
    if (misdeed === 'sanitizer') console.error('==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x0');
    if (misdeed === 'death') process.exit(3);
});
process.on('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    if (misdeed === 'status') process.exitCode = 1;
});
