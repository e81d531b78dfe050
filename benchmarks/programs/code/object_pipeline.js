"use strict";
function makeOrders(count) {
  const orders = [];
  for (let i = 0; i < count; i++) orders.push({id: i, price: i % 100, quantity: i % 7});
  return orders;
}
exports.run = () => {
  const orders = makeOrders(1000000);
  let total = 0;
  for (let round = 0; round < 10; round++) {
    total += orders
      .filter((order) => order.quantity > round % 3)
      .map((order) => order.price * order.quantity)
      .filter((value) => value % 2 === 0)
      .reduce((sum, value) => sum + value, 0);
  }
  return String(total);
};
