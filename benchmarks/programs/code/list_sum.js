"use strict";
function sumOf(numbers) {
  let sum = 0;
  for (const n of numbers) sum += n;
  return sum;
}
function fill(count) {
  const numbers = [];
  for (let i = 0; i < count; i++) numbers.push(i % 1000);
  return numbers;
}
exports.run = () => {
  const numbers = fill(1000000);
  let total = 0;
  for (let round = 0; round < 50; round++) {
    numbers[round] = round;
    total += sumOf(numbers);
  }
  return String(total);
};
