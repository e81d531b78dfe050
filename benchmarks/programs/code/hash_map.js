"use strict";
function fill(count) {
  const squares = new Map();
  for (let i = 0; i < count; i++) squares.set(i * 7919 % 1000003, i);
  return squares;
}
function lookUp(squares, count) {
  let total = 0;
  for (let i = 0; i < count; i++) {
    const found = squares.get(i);
    if (found !== undefined) total += found % 1000;
  }
  return total;
}
exports.run = () => {
  const squares = fill(1000000);
  return `${squares.size} ${lookUp(squares, 1000003)}`;
};
