// All ports of this machine, 1000 at once.
const net = require("net");

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port });
    const end = (open) => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(1000, () => end(false));
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
  });
}

async function main() {
  const open = [];
  let next = 1;
  const worker = async () => {
    while (next < 65535) {
      const port = next++;
      if (await isOpen(port)) open.push(port);
    }
  };
  await Promise.all(Array.from({ length: 1000 }, worker));
  for (const port of open.sort((a, b) => a - b)) console.log(port);
}

main();
