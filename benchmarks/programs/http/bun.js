// The scenarios on Bun's own server: bun bun.js SCENARIO PORT
'use strict';
const [scenario, port] = process.argv.slice(2);
const backend = 'http://127.0.0.1:18100';

const plain = { headers: { 'Content-Type': 'text/plain; charset=utf-8' } };
const json = { headers: { 'Content-Type': 'application/json; charset=utf-8' } };
const text = (body) => new Response(body, plain);
const users = () =>
  Response.json(
    [
      { id: 1, name: 'Alice', email: 'alice@example.com' },
      { id: 2, name: 'Bob', email: 'bob@example.com' },
    ],
    json);

const logged = (handler) => (request) => {
  const start = Date.now();
  const response = handler(request);
  const path = new URL(request.url).pathname;
  console.log(`${request.method} ${path} - ${response.status} (${Date.now() - start}ms)`);
  return response;
};

// Each takes the request, what is kept for it, and the rest of the chain.
const middlewares = [
  (request, kept, next) => {
    const response = next();
    response.headers.set('X-Frame-Options', 'DENY');
    return response;
  },
  (request, kept, next) => {
    kept.user = 'Al';
    return next();
  },
  (request, kept, next) => (request.headers.get('X-Blocked') === null ? next() : new Response(null, { status: 403 })),
];
const chain = (handler) => (request) => {
  const kept = {};
  const run = (i) => (i < middlewares.length ? middlewares[i](request, kept, () => run(i + 1)) : handler(request, kept));
  return run(0);
};

const twenty = {
  '/': { GET: () => text('home') },
  '/about': { GET: () => text('about') },
  '/contact': { GET: () => text('contact') },
  '/products': { GET: () => text('products'), POST: () => text('new product') },
  '/products/:id': { GET: (request) => text('product ' + request.params.id) },
  '/products/:id/reviews': { GET: (request) => text('reviews of ' + request.params.id) },
  '/orders': { GET: () => text('orders'), POST: () => text('new order') },
  '/orders/:id': {
    GET: (request) => text('order ' + request.params.id),
    DELETE: (request) => text('no order ' + request.params.id),
  },
  '/cart': { GET: () => text('cart'), POST: () => text('in the cart') },
  '/search': { GET: () => text('search') },
  '/login': { GET: () => text('login'), POST: () => text('logged in') },
  '/settings': { GET: () => text('settings') },
  '/users': { GET: () => text('users'), POST: () => text('new user') },
  '/users/:id': { GET: (request) => text('user ' + request.params.id) },
};

const routes = {
  plaintext: { '/plaintext': { GET: () => text('Hello, World!') } },
  users: { '/api/users': { GET: users } },
  users_logged: { '/api/users': { GET: logged(users) } },
  routes: twenty,
  middlewares: { '/hello': { GET: chain((request, kept) => text('hello ' + kept.user)) } },
  echo: { '/echo': { POST: async (request) => Response.json(await request.json(), json) } },
  file: {
    '/public/:name': { GET: (request) => new Response(Bun.file('files/' + request.params.name), plain) },
  },
  proxy: {
    '/*': (request) => {
      const { pathname, search } = new URL(request.url);
      return fetch(backend + pathname + search, { method: request.method, headers: request.headers, body: request.body });
    },
  },
  forward: {
    '/fixed': {
      GET: async (request) => {
        const answer = await fetch(backend + new URL(request.url).pathname);
        return new Response(await answer.bytes(), {
          status: answer.status,
          headers: { 'Content-Type': answer.headers.get('Content-Type') },
        });
      },
    },
  },
};

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(port),
  routes: routes[scenario],
  fetch: () => new Response(null, { status: 404 }),
  error: (failure) => new Response(null, { status: failure.code === 'ENOENT' ? 404 : 500 }),
});
