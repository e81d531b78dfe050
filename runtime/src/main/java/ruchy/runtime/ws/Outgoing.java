package ruchy.runtime.ws;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Waiters;

/// The messages that wait to be sent to one peer, in their order. Anybody adds; the event loop of
/// the connection takes.
final class Outgoing {
  private final ConcurrentLinkedQueue<Message> queue = new ConcurrentLinkedQueue<>();

  /// Of what waits here, and of what is being written.
  private final AtomicLong bytes = new AtomicLong();

  private final long mostBytes;

  private final Waiters untilEmpty = new Waiters(() -> bytes() == 0);

  Outgoing(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// Adds a message; false when too much waits already. One message always has room.
  boolean add(Message message) {
    int size = message.size();
    long before = bytes.getAndAdd(size);
    if (before > 0 && before + size > mostBytes) {
      bytes.getAndAdd(-size);
      return false;
    }
    queue.add(message);
    return true;
  }

  /// Adds the message that ends the connection, however much waits.
  void addLast(Message close) {
    bytes.getAndAdd(close.size());
    queue.add(close);
  }

  @Nullable Message poll() {
    return queue.poll();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// So many bytes have left, or will never leave.
  void gone(long count) {
    if (bytes.getAndAdd(-count) == count) {
      untilEmpty.wake();
    }
  }

  /// How many bytes wait.
  long bytes() {
    return bytes.get();
  }

  /// Throws away what waits here.
  void clear() {
    long count = 0;
    for (Message each = queue.poll(); each != null; each = queue.poll()) {
      count += each.size();
    }
    if (count > 0) {
      gone(count);
    }
  }

  /// Waits until nothing waits here any longer.
  void awaitEmpty() {
    untilEmpty.await();
  }
}
