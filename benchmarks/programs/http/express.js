// The scenarios on Express: node express.js SCENARIO PORT, with NODE_ENV=production
'use strict';
const http = require('http');
const express = require('express');
const server = express();
const [scenario, port] = process.argv.slice(2);
const backend = 'http://127.0.0.1:18100';

// The others send no fingerprint of each answer and no name of themselves.
server.disable('etag');
server.disable('x-powered-by');

const text = (res, body) => res.type('text/plain').send(body);
const get = (route, body) => server.get(route, (req, res) => text(res, body(req.params)));
const post = (route, body) => server.post(route, (req, res) => text(res, body));
const users = () =>
  server.get('/api/users', (req, res) =>
    res.json([
      { id: 1, name: 'Alice', email: 'alice@example.com' },
      { id: 2, name: 'Bob', email: 'bob@example.com' },
    ]));

const scenarios = {
  plaintext: () => get('/plaintext', () => 'Hello, World!'),
  users,
  users_logged: () => {
    server.use((req, res, next) => {
      const start = Date.now();
      res.on('finish', () => console.log(`${req.method} ${req.path} - ${res.statusCode} (${Date.now() - start}ms)`));
      next();
    });
    users();
  },
  routes: () => {
    get('/', () => 'home');
    get('/about', () => 'about');
    get('/contact', () => 'contact');
    get('/products', () => 'products');
    get('/products/:id', ({ id }) => 'product ' + id);
    get('/products/:id/reviews', ({ id }) => 'reviews of ' + id);
    post('/products', 'new product');
    get('/orders', () => 'orders');
    get('/orders/:id', ({ id }) => 'order ' + id);
    post('/orders', 'new order');
    server.delete('/orders/:id', (req, res) => text(res, 'no order ' + req.params.id));
    get('/cart', () => 'cart');
    post('/cart', 'in the cart');
    get('/search', () => 'search');
    get('/login', () => 'login');
    post('/login', 'logged in');
    get('/settings', () => 'settings');
    get('/users', () => 'users');
    post('/users', 'new user');
    get('/users/:id', ({ id }) => 'user ' + id);
  },
  middlewares: () => {
    server.use((req, res, next) => {
      res.set('X-Frame-Options', 'DENY');
      next();
    });
    server.use((req, res, next) => {
      req.user = 'Al';
      next();
    });
    server.use((req, res, next) => {
      if (req.get('X-Blocked') === undefined) next();
      else res.status(403).end();
    });
    server.get('/hello', (req, res) => text(res, 'hello ' + req.user));
  },
  echo: () => server.post('/echo', express.json(), (req, res) => res.json(req.body)),
  file: () => server.use('/public', express.static('files')),
  proxy: () => {
    const { createProxyMiddleware } = require('http-proxy-middleware');
    server.use(createProxyMiddleware({ target: backend, agent: new http.Agent({ keepAlive: true, maxSockets: 64 }) }));
  },
  forward: () =>
    server.get('/fixed', async (req, res) => {
      const answer = await fetch(backend + req.path);
      res
        .status(answer.status)
        .type(answer.headers.get('Content-Type'))
        .send(Buffer.from(await answer.arrayBuffer()));
    }),
};

scenarios[scenario]();
server.listen(Number(port), '127.0.0.1');
