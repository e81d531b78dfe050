// Sends every line back, with Bun's own sockets: bun echo-bun.js PORT
'use strict';
Bun.listen({
  hostname: '127.0.0.1',
  port: Number(process.argv[2]),
  socket: {
    open(client) {
      client.setNoDelay(true);
      client.data = { decoder: new TextDecoder(), rest: '' };
    },
    data(client, bytes) {
      const kept = client.data;
      kept.rest += kept.decoder.decode(bytes, { stream: true });
      for (let end = kept.rest.indexOf('\n'); end >= 0; end = kept.rest.indexOf('\n')) {
        client.write(kept.rest.slice(0, end) + '\n');
        kept.rest = kept.rest.slice(end + 1);
      }
    },
  },
});
