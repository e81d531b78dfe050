"use strict";
function makeNumbers(count) {
  const numbers = [];
  let state = 42;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    numbers.push(state);
  }
  return numbers;
}
function quicksort(numbers, low, high) {
  let i = low, j = high;
  const pivot = numbers[(low + high) >> 1];
  while (i <= j) {
    while (numbers[i] < pivot) i++;
    while (numbers[j] > pivot) j--;
    if (i <= j) {
      const swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
      i++;
      j--;
    }
  }
  if (low < j) quicksort(numbers, low, j);
  if (i < high) quicksort(numbers, i, high);
}
exports.run = () => {
  const numbers = makeNumbers(1000000);
  quicksort(numbers, 0, numbers.length - 1);
  return `${numbers[0]} ${numbers[500000]} ${numbers[999999]}`;
};
