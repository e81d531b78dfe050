"use strict";
function count(limit) {
  let total = 0;
  for (let i = 0; i < limit; i++) {
    for (let j = 0; j < limit; j++) total += (i * j) % 7;
  }
  return total;
}
exports.run = () => String(count(5000));
