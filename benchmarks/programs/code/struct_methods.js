"use strict";
class Vector {
  constructor(x, y) { this.x = x; this.y = y; }
  plus(other) { return new Vector(this.x + other.x, this.y + other.y); }
  scaled(factor) { return new Vector(this.x * factor, this.y * factor); }
  lengthSquared() { return this.x * this.x + this.y * this.y; }
}
class Counter {
  constructor(value, step) { this.value = value; this.step = step; }
  advance() { this.value += this.step; }
  isEven() { return this.value % 2 === 0; }
}
function walk(steps) {
  let position = new Vector(0, 0);
  const velocity = new Vector(1, 0.5);
  const counter = new Counter(0, 3);
  let far = 0;
  for (let i = 0; i < steps; i++) {
    counter.advance();
    position = position.plus(velocity.scaled(counter.isEven() ? 0.001 : -0.0005));
    if (position.lengthSquared() > 1000) far++;
  }
  return `${far} ${counter.value}`;
}
exports.run = () => walk(20000000);
