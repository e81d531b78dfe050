"use strict";
function adder(n) { return (x) => x + n; }
function compose(f, g) { return (x) => g(f(x)); }
function apply(f, value, times) {
  let result = value;
  for (let i = 0; i < times; i++) result = f(result) % 1000003;
  return result;
}
function counter() {
  let count = 0;
  return () => ++count;
}
exports.run = () => {
  let total = 0;
  for (let round = 0; round < 10; round++) {
    const change = compose(adder(round), (x) => x * 3);
    total += apply(change, round, 2000000);
    const next = counter();
    for (let i = 0; i < 1000000; i++) total += next() % 2;
  }
  return String(total);
};
