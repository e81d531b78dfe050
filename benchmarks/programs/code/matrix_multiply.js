"use strict";
function matrix(size, seed) {
  const rows = [];
  for (let i = 0; i < size; i++) {
    const row = [];
    for (let j = 0; j < size; j++) row.push(((i * seed + j) % 10) / 10);
    rows.push(row);
  }
  return rows;
}
function multiply(a, b) {
  const size = a.length, rows = [];
  for (let i = 0; i < size; i++) {
    const row = [];
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += a[i][k] * b[k][j];
      row.push(sum);
    }
    rows.push(row);
  }
  return rows;
}
exports.run = () => {
  const product = multiply(matrix(300, 3), matrix(300, 7));
  let trace = 0;
  for (let i = 0; i < product.length; i++) trace += product[i][i];
  return trace.toFixed(3);
};
