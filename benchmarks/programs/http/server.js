// The scenarios on Node's own server: server.js SCENARIO PORT
'use strict';
const http = require('http');
const fs = require('fs');
const [scenario, port] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function text(res, body) {
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.end(body);
}

function json(res, value) {
  const body = JSON.stringify(value);
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.end(body);
}

function users(req, res) {
  json(res, [
    { id: 1, name: 'Alice', email: 'alice@example.com' },
    { id: 2, name: 'Bob', email: 'bob@example.com' },
  ]);
}

const fixed = new Map(
  [
    'GET /', 'GET /about', 'GET /contact', 'GET /products', 'POST /products', 'GET /orders', 'POST /orders', 'GET /cart',
    'POST /cart', 'GET /search', 'GET /login', 'POST /login', 'GET /settings', 'GET /users', 'POST /users',
  ].map((route) => [route, (req, res) => text(res, route)]));
const prefixes = [
  ['GET', '/products/', (req, res, id) => text(res, 'product ' + id)],
  ['GET', '/orders/', (req, res, id) => text(res, 'order ' + id)],
  ['DELETE', '/orders/', (req, res, id) => text(res, 'no order ' + id)],
  ['GET', '/users/', (req, res, id) => text(res, 'user ' + id)],
];

const middlewares = [
  (req, res, next) => { res.setHeader('X-Frame-Options', 'DENY'); next(); },
  (req, res, next) => { req.user = 'Al'; next(); },
  (req, res, next) => {
    if (req.headers['x-blocked'] === undefined) { next(); } else { res.statusCode = 403; res.end(); }
  },
  (req, res) => text(res, 'hello ' + req.user),
];

const handlers = {
  plaintext: (req, res) => text(res, 'Hello, World!'),
  users,
  users_logged: (req, res) => {
    const start = Date.now();
    users(req, res);
    console.log(`${req.method} ${req.url} - ${res.statusCode} (${Date.now() - start}ms)`);
  },
  routes: (req, res) => {
    const route = fixed.get(req.method + ' ' + req.url);
    if (route) { return route(req, res); }
    for (const [method, prefix, handler] of prefixes) {
      if (req.method === method && req.url.startsWith(prefix)) { return handler(req, res, req.url.slice(prefix.length)); }
    }
    res.statusCode = 404;
    res.end();
  },
  middlewares: (req, res) => {
    const run = (i) => middlewares[i](req, res, () => run(i + 1));
    run(0);
  },
  echo: (req, res) => {
    const parts = [];
    req.on('data', (part) => parts.push(part));
    req.on('end', () => json(res, JSON.parse(Buffer.concat(parts).toString())));
  },
  file: (req, res) => {
    const path = 'files' + req.url.slice('/public'.length);
    fs.stat(path, (missing, found) => {
      if (missing) { res.statusCode = 404; res.end(); return; }
      res.setHeader('Content-Type', 'text/plain; charset=utf-8');
      res.setHeader('Content-Length', found.size);
      fs.createReadStream(path).pipe(res);
    });
  },
  proxy: (req, res) => {
    const onward = http.request(
      { port: 18100, path: req.url, method: req.method, headers: req.headers, agent },
      (answer) => { res.writeHead(answer.statusCode, answer.headers); answer.pipe(res); });
    req.pipe(onward);
  },
};
handlers.forward = handlers.proxy;

http.createServer(handlers[scenario]).listen(Number(port), '127.0.0.1', 1024);
