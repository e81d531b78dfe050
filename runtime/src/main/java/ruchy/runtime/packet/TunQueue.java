package ruchy.runtime.packet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;

/// Packets that have come through a tunnel and that no task has taken, and the thread that reads
/// them. It stops reading while many wait here; the system drops what is too much then. Its own
/// lock guards the fields, and is never held while anybody waits for packets.
final class TunQueue implements Runnable {
  private static final int MOST = 1024;
  private static final int WAIT_MILLIS = 100;

  private final TunDevice device;
  private final Deque<byte[]> packets = new ArrayDeque<>();
  private final Deque<Outcome<Boolean>> waiting = new ArrayDeque<>();
  private boolean isStarted;
  private boolean isClosed;
  private @Nullable IOException failure;

  TunQueue(TunDevice device) {
    this.device = device;
  }

  /// The next packet, null once the tunnel is closed. Raises TimeoutError after so many
  /// milliseconds; 0 is no limit.
  ///
  /// @throws IOException if the tunnel is gone
  byte @Nullable [] next(long limitMillis) throws IOException {
    while (true) {
      synchronized (this) {
        byte[] packet = packets.poll();
        if (packet != null) {
          notifyAll();
          return packet;
        }
        if (isClosed) {
          return null;
        }
        if (failure != null) {
          throw failure;
        }
        if (!isStarted) {
          isStarted = true;
          Thread.ofPlatform().daemon().name("tunnel").start(this);
        }
      }
      List<Outcome<Boolean>> mine = new ArrayList<>(1);
      try {
        Bridge.<Boolean>await(
            outcome -> {
              mine.add(outcome);
              queue(outcome);
            },
            limitMillis);
      } catch (RuntimeException gaveUp) {
        withdraw(mine);
        throw gaveUp;
      }
    }
  }

  /// Who was woken for a packet, and does not take it, wakes the next.
  private void withdraw(List<Outcome<Boolean>> mine) {
    Outcome<Boolean> next;
    synchronized (this) {
      next = waiting.removeAll(mine) || packets.isEmpty() ? null : waiting.poll();
    }
    if (next != null) {
      next.complete(true);
    }
  }

  private void queue(Outcome<Boolean> outcome) {
    synchronized (this) {
      if (packets.isEmpty() && !isClosed && failure == null) {
        waiting.add(outcome);
        return;
      }
    }
    outcome.complete(true);
  }

  @Override
  public void run() {
    try {
      while (hasRoom()) {
        if (device.isReadable(WAIT_MILLIS)) {
          readAll();
        }
      }
    } catch (IOException cause) {
      synchronized (this) {
        failure = cause;
      }
      wakeAll();
    }
    awaitEnd();
    device.close();
  }

  /// Waits until there is room; false when the tunnel is closed.
  private synchronized boolean hasRoom() {
    while (packets.size() >= MOST && !isClosed) {
      try {
        wait();
      } catch (InterruptedException nobodyDoes) {
        return false;
      }
    }
    return !isClosed;
  }

  private synchronized void awaitEnd() {
    while (!isClosed) {
      try {
        wait();
      } catch (InterruptedException nobodyDoes) {
        return;
      }
    }
  }

  private void readAll() throws IOException {
    byte[] packet = device.read();
    while (packet.length > 0) {
      Outcome<Boolean> first;
      boolean isFull;
      synchronized (this) {
        packets.add(packet);
        first = waiting.poll();
        isFull = packets.size() >= MOST;
      }
      if (first != null) {
        first.complete(true);
      }
      if (isFull) {
        return;
      }
      packet = device.read();
    }
  }

  private void wakeAll() {
    List<Outcome<Boolean>> all;
    synchronized (this) {
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(outcome -> outcome.complete(true));
  }

  /// Ends the waits; the tunnel is removed soon.
  void close() {
    boolean isMine;
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      isMine = !isStarted;
      notifyAll();
    }
    wakeAll();
    if (isMine) {
      device.close();
    }
  }
}
