package ruchy.runtime.http;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The time limits of all connections of one server on one event loop: one timer that looks at all
/// of them, instead of timers that every request sets and cancels. Times are those of its last
/// tick, so a limit may be late by one tick. Only used on its event loop.
final class Deadlines {
  private static final long DRAIN_MILLIS = 5;

  private final EventLoop events;
  private final long tickMillis;
  private final List<Connection> connections = new ArrayList<>();
  private @Nullable ScheduledFuture<?> ticking;
  private @Nullable ScheduledFuture<?> draining;
  private volatile boolean isDraining;
  private long now;

  Deadlines(EventLoop events, Limits limits) {
    this.events = events;
    long shortest =
        Math.min(limits.headMillis(), Math.min(limits.idleMillis(), limits.bodyMillis()));
    this.tickMillis = Math.clamp(shortest / 8, 10, 1000);
  }

  /// The deadline that many milliseconds from now.
  long after(long millis) {
    return now + millis + tickMillis;
  }

  /// Whether the server takes no more requests than those that are on their way: every answer says
  /// `Connection: close`, and its connection is closed after it (RFC 9112, section 9.6). May be
  /// asked by any thread.
  boolean isDraining() {
    return isDraining;
  }

  /// From now on answers are the last ones of their connections. Called by any thread.
  void beginDrain() {
    isDraining = true;
  }

  /// Lets go of all connections as soon as what they have begun is answered; `whenDone` is called
  /// when none is left. On the event loop, after the last connection was accepted.
  void drain(Runnable whenDone) {
    long begun = System.nanoTime();
    for (int i = connections.size() - 1; i >= 0; i--) {
      connections.get(i).beginDrain();
    }
    draining =
        events.scheduleAtFixedRate(
            () -> drainStep(begun, whenDone), 0, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void drainStep(long begun, Runnable whenDone) {
    long millis = (System.nanoTime() - begun) / 1_000_000;
    for (int i = connections.size() - 1; i >= 0; i--) {
      if (i < connections.size()) {
        connections.get(i).drainStep(millis);
      }
    }
    ScheduledFuture<?> steps = draining;
    if (connections.isEmpty() && steps != null) {
      steps.cancel(false);
      draining = null;
      whenDone.run();
    }
  }

  void add(Connection connection) {
    if (ticking == null) {
      now = millis();
      ticking =
          events.scheduleAtFixedRate(this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
    }
    connection.place = connections.size();
    connections.add(connection);
  }

  void remove(Connection connection) {
    int place = connection.place;
    if (place >= 0) {
      connection.place = -1;
      Connection last = connections.removeLast();
      if (last != connection) {
        connections.set(place, last);
        last.place = place;
      }
    }
    if (connections.isEmpty() && ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
  }

  private void tick() {
    now = millis();
    // Backwards: a connection that is closed here is replaced by one that was looked at already.
    for (int i = connections.size() - 1; i >= 0; i--) {
      if (i < connections.size()) {
        connections.get(i).checkDeadlines(now);
      }
    }
  }

  private static long millis() {
    return System.nanoTime() / 1_000_000;
  }
}
