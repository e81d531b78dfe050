"use strict";
function tree(depth) {
  return depth === 0 ? {left: null, right: null} : {left: tree(depth - 1), right: tree(depth - 1)};
}
function count(node) { return node.left === null ? 1 : 1 + count(node.left) + count(node.right); }
exports.run = () => {
  const longest = tree(18);
  let total = 0;
  for (let depth = 4; depth <= 18; depth += 4) {
    for (let i = 0; i < 1 << (18 - depth); i++) total += count(tree(depth));
  }
  return String(total + count(longest));
};
