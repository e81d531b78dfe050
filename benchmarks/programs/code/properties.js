"use strict";
function total(count) {
  const points = [];
  for (let i = 0; i < count; i++) points.push({x: i, y: i * 2, weight: 0.5});
  let sum = 0;
  for (let step = 0; step < 20; step++) {
    for (const point of points) {
      point.x += step;
      if (point.x % 2 === 0) sum += point.y * point.weight;
    }
  }
  return sum;
}
exports.run = () => String(Math.trunc(total(500000)));
