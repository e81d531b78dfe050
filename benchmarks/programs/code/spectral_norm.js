"use strict";
function element(i, j) { return 1 / (((i + j) * (i + j + 1) >> 1) + i + 1); }
function times(v) {
  const result = [];
  for (let i = 0; i < v.length; i++) {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += element(i, j) * v[j];
    result.push(sum);
  }
  return result;
}
function timesTransposed(v) {
  const result = [];
  for (let i = 0; i < v.length; i++) {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += element(j, i) * v[j];
    result.push(sum);
  }
  return result;
}
exports.run = () => {
  let u = new Array(1000).fill(1), v = [];
  for (let step = 0; step < 10; step++) {
    v = timesTransposed(times(u));
    u = timesTransposed(times(v));
  }
  let uv = 0, vv = 0;
  for (let i = 0; i < u.length; i++) { uv += u[i] * v[i]; vv += v[i] * v[i]; }
  return Math.sqrt(uv / vv).toFixed(9);
};
