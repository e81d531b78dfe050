"use strict";
function fannkuch(n) {
  const first = Array.from({length: n}, (_, i) => i);
  const count = new Array(n).fill(0);
  let most = 0, checksum = 0, permutations = 0, r = n;
  for (;;) {
    while (r !== 1) { count[r - 1] = r; r--; }
    const flipped = first.slice();
    let flips = 0, k = flipped[0];
    while (k !== 0) {
      let low = 0, high = k;
      while (low < high) {
        const swapped = flipped[low];
        flipped[low] = flipped[high];
        flipped[high] = swapped;
        low++;
        high--;
      }
      flips++;
      k = flipped[0];
    }
    most = Math.max(most, flips);
    if (permutations % 2 === 0) checksum += flips; else checksum -= flips;
    for (;;) {
      if (r === n) return `${checksum} ${most}`;
      const front = first[0];
      for (let i = 0; i < r; i++) first[i] = first[i + 1];
      first[r] = front;
      count[r]--;
      if (count[r] > 0) break;
      r++;
    }
    permutations++;
  }
}
exports.run = () => fannkuch(10);
