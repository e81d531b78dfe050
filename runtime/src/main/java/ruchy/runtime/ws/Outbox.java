package ruchy.runtime.ws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import ruchy.runtime.engine.Loop;

/// The connections of one event loop that have something to send. However many messages are sent
/// before the loop comes to it, it is asked once, and each connection is flushed once.
final class Outbox {
  private static final Map<Loop, Outbox> ALL = new ConcurrentHashMap<>();

  private final Loop loop;
  private final ConcurrentLinkedQueue<Wire> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isAsked = new AtomicBoolean();

  private Outbox(Loop loop) {
    this.loop = loop;
  }

  static Outbox of(Loop loop) {
    return ALL.computeIfAbsent(loop, Outbox::new);
  }

  /// Has the connection write what waits for it. Called by any thread.
  void add(Wire wire) {
    ready.add(wire);
    if (!isAsked.get() && isAsked.compareAndSet(false, true)) {
      loop.execute(this::flush);
    }
  }

  private void flush() {
    isAsked.set(false);
    for (Wire wire = ready.poll(); wire != null; wire = ready.poll()) {
      wire.flushAsked();
    }
  }
}
