// Sends every line back: node echo.js PORT
'use strict';
const net = require('net');

net
  .createServer({ noDelay: true }, (client) => {
    let rest = '';
    client.setEncoding('utf8');
    client.on('data', (text) => {
      rest += text;
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        client.write(rest.slice(0, end) + '\n');
        rest = rest.slice(end + 1);
      }
    });
    client.on('error', () => client.destroy());
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
