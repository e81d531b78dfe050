"use strict";
// node run.js PROGRAM.js [WARM-UP ROUNDS]: runs the program once and prints its line; or, with numbers of rounds, prints
// the CPU milliseconds of each round that counts.
const path = require("path");
const {run} = require(path.resolve(process.argv[2]));

if (process.argv.length < 5) {
  console.log(run());
} else {
  const warmUp = Number(process.argv[3]), rounds = Number(process.argv[4]);
  for (let round = 0; round < warmUp + rounds; round++) {
    const before = process.cpuUsage();
    run();
    const used = process.cpuUsage(before);
    if (round >= warmUp) console.log(((used.user + used.system) / 1000).toFixed(3));
  }
}
