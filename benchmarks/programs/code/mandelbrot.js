"use strict";
function escapesAfter(cr, ci, limit) {
  let zr = 0, zi = 0, n = 0;
  while (n < limit && zr * zr + zi * zi < 4) {
    const next = zr * zr - zi * zi + cr;
    zi = 2 * zr * zi + ci;
    zr = next;
    n++;
  }
  return n;
}
exports.run = () => {
  const size = 1000;
  let inside = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (escapesAfter(2 * x / size - 1.5, 2 * y / size - 1, 50) === 50) inside++;
    }
  }
  return String(inside);
};
