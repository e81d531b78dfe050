// The scenarios on Fastify: node fastify.js SCENARIO PORT
'use strict';
const path = require('path');
const server = require('fastify')();
const [scenario, port] = process.argv.slice(2);
const backend = 'http://127.0.0.1:18100';

const text = (reply, body) => reply.type('text/plain; charset=utf-8').send(body);
const get = (route, body) => server.get(route, (request, reply) => text(reply, body(request.params)));
const post = (route, body) => server.post(route, (request, reply) => text(reply, body));
// Of what has a schema Fastify makes a writer of its own.
const string = { type: 'string' };
const user = { type: 'object', properties: { id: { type: 'integer' }, name: string, email: string } };
const schema = { response: { 200: { type: 'array', items: user } } };
const users = () =>
  server.get('/api/users', { schema }, (request, reply) =>
    reply.send([
      { id: 1, name: 'Alice', email: 'alice@example.com' },
      { id: 2, name: 'Bob', email: 'bob@example.com' },
    ]));

const scenarios = {
  plaintext: () => get('/plaintext', () => 'Hello, World!'),
  users,
  users_logged: () => {
    server.addHook('onResponse', (request, reply, done) => {
      console.log(`${request.method} ${request.url} - ${reply.statusCode} (${Math.trunc(reply.elapsedTime)}ms)`);
      done();
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
    server.delete('/orders/:id', (request, reply) => text(reply, 'no order ' + request.params.id));
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
    server.decorateRequest('user', null);
    server.addHook('onRequest', (request, reply, done) => {
      reply.header('X-Frame-Options', 'DENY');
      done();
    });
    server.addHook('onRequest', (request, reply, done) => {
      request.user = 'Al';
      done();
    });
    server.addHook('onRequest', (request, reply, done) => {
      if (request.headers['x-blocked'] === undefined) done();
      else reply.code(403).send();
    });
    server.get('/hello', (request, reply) => text(reply, 'hello ' + request.user));
  },
  echo: () => server.post('/echo', (request, reply) => reply.send(request.body)),
  file: () => server.register(require('@fastify/static'), { root: path.resolve('files'), prefix: '/public/' }),
  proxy: () => server.register(require('@fastify/http-proxy'), { upstream: backend, undici: { connections: 64 } }),
  forward: () =>
    server.get('/fixed', async (request, reply) => {
      const answer = await fetch(backend + request.url);
      return reply
        .code(answer.status)
        .type(answer.headers.get('Content-Type'))
        .send(Buffer.from(await answer.arrayBuffer()));
    }),
};

scenarios[scenario]();
server.listen({ host: '127.0.0.1', port: Number(port) });
