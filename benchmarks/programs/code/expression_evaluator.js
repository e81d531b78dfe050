"use strict";
const variable = {kind: "variable"};
function number(n) { return {kind: "number", n}; }
function build(depth) {
  if (depth === 0) return variable;
  switch (depth % 4) {
    case 0: return {kind: "add", left: build(depth - 1), right: number(depth)};
    case 1: return {kind: "multiply", left: build(depth - 1), right: number(3)};
    case 2: return {kind: "negate", inner: build(depth - 1)};
    default: return {kind: "add", left: build(depth - 1), right: build(depth - 2)};
  }
}
function evaluate(expression, x) {
  switch (expression.kind) {
    case "number": return expression.n;
    case "variable": return x;
    case "add": return (evaluate(expression.left, x) + evaluate(expression.right, x)) % 1000003;
    case "multiply": return evaluate(expression.left, x) * evaluate(expression.right, x) % 1000003;
    default: return -evaluate(expression.inner, x);
  }
}
exports.run = () => {
  const expression = build(40);
  let total = 0;
  for (let x = 0; x < 2000; x++) total += evaluate(expression, x);
  return String(total);
};
