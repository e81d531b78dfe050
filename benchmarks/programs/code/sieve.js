"use strict";
function primesBelow(limit) {
  const composite = new Array(limit).fill(false);
  let count = 0;
  for (let n = 2; n < limit; n++) {
    if (!composite[n]) {
      count++;
      for (let multiple = n * n; multiple < limit; multiple += n) composite[multiple] = true;
    }
  }
  return count;
}
exports.run = () => String(primesBelow(5000000));
