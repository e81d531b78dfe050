package ruchy.benchmarks.code.typed;

import java.util.ArrayList;
import java.util.List;

/// A million objects, filtered, mapped and summed by one loop.
final class ObjectPipeline {
  private ObjectPipeline() {}

  private record Order(long id, long price, long quantity) {}

  static String run() {
    List<Order> orders = makeOrders(1_000_000);
    long total = 0;
    for (int round = 0; round < 10; round++) {
      for (Order order : orders) {
        if (order.quantity > round % 3) {
          long value = order.price * order.quantity;
          if (value % 2 == 0) {
            total += value;
          }
        }
      }
    }
    return Long.toString(total);
  }

  private static List<Order> makeOrders(int count) {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add(new Order(i, i % 100, i % 7));
    }
    return orders;
  }
}
