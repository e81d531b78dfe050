// The scenarios on Deno's own server: deno run --allow-net --allow-read deno.js SCENARIO PORT
const [scenario, port] = Deno.args;
const backend = 'http://127.0.0.1:18100';

const plain = { headers: { 'Content-Type': 'text/plain; charset=utf-8' } };
const json = { headers: { 'Content-Type': 'application/json; charset=utf-8' } };
const text = (body) => new Response(body, plain);
const notFound = () => new Response(null, { status: 404 });
const pathOf = (request) => new URL(request.url).pathname;
const only = (method, path, handler) => (request) =>
  request.method === method && pathOf(request) === path ? handler(request) : notFound();
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
  console.log(`${request.method} ${pathOf(request)} - ${response.status} (${Date.now() - start}ms)`);
  return response;
};

const fixed = new Map(
  [
    'GET /', 'GET /about', 'GET /contact', 'GET /products', 'POST /products', 'GET /orders', 'POST /orders', 'GET /cart',
    'POST /cart', 'GET /search', 'GET /login', 'POST /login', 'GET /settings', 'GET /users', 'POST /users',
  ].map((route) => [route, () => text(route)]));
const patterns = [
  ['GET', /^\/products\/([^/]+)$/, (id) => text('product ' + id)],
  ['GET', /^\/products\/([^/]+)\/reviews$/, (id) => text('reviews of ' + id)],
  ['GET', /^\/orders\/([^/]+)$/, (id) => text('order ' + id)],
  ['DELETE', /^\/orders\/([^/]+)$/, (id) => text('no order ' + id)],
  ['GET', /^\/users\/([^/]+)$/, (id) => text('user ' + id)],
];
function routed(request) {
  const path = pathOf(request);
  const route = fixed.get(request.method + ' ' + path);
  if (route) return route();
  for (const [method, pattern, handler] of patterns) {
    const found = request.method === method ? pattern.exec(path) : null;
    if (found) return handler(found[1]);
  }
  return notFound();
}

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

const handlers = {
  plaintext: only('GET', '/plaintext', () => text('Hello, World!')),
  users: only('GET', '/api/users', users),
  users_logged: logged(only('GET', '/api/users', users)),
  routes: routed,
  middlewares: chain((request, kept) => only('GET', '/hello', () => text('hello ' + kept.user))(request)),
  echo: only('POST', '/echo', async (request) => Response.json(await request.json(), json)),
  file: async (request) => {
    const name = pathOf(request).slice('/public/'.length);
    try {
      const file = await Deno.open('files/' + name);
      const { size } = await file.stat();
      return new Response(file.readable, { headers: { ...plain.headers, 'Content-Length': String(size) } });
    } catch {
      return notFound();
    }
  },
  proxy: (request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(backend + pathname + search, { method: request.method, headers: request.headers, body: request.body });
  },
  forward: only('GET', '/fixed', async (request) => {
    const answer = await fetch(backend + pathOf(request));
    return new Response(await answer.bytes(), {
      status: answer.status,
      headers: { 'Content-Type': answer.headers.get('Content-Type') },
    });
  }),
};

Deno.serve({ hostname: '127.0.0.1', port: Number(port), onListen: () => {} }, handlers[scenario]);
