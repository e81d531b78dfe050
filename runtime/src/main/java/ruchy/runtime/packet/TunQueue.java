package ruchy.runtime.packet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Line;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;

/// Packets that have come through a tunnel and that no task has taken, and the thread that reads
/// them. It stops reading while many wait here; the system drops what is too much then. Its own
/// lock guards the fields, and is never held while anybody waits for packets.
///
/// Always: while tasks wait no packet does. One that comes is given to who waits longest.
final class TunQueue implements Runnable, Operation<byte[]> {
  private static final int MOST = 1024;
  private static final int WAIT_MILLIS = 100;

  /// In place of a packet: there will be none. No packet is empty.
  private static final byte[] NONE = {};

  private final TunDevice device;
  private final Deque<byte[]> packets = new ArrayDeque<>();
  private final Line<Outcome<byte[]>> waiting = new Line<>();
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
    byte[] packet = Bridge.<byte[]>await(this, limitMillis);
    if (packet.length > 0) {
      return packet;
    }
    synchronized (this) {
      if (failure != null && !isClosed) {
        throw failure;
      }
    }
    return null;
  }

  @Override
  public void start(Outcome<byte[]> outcome) {
    byte[] packet;
    synchronized (this) {
      packet = packets.poll();
      if (packet == null && !isClosed && failure == null) {
        waiting.add(outcome);
        startReading();
        return;
      }
      notifyAll();
    }
    outcome.complete(packet == null ? NONE : packet);
  }

  private void startReading() {
    if (!isStarted) {
      isStarted = true;
      Thread.ofPlatform().daemon().name("tunnel").start(this);
    }
  }

  @Override
  public synchronized void abandoned(Outcome<byte[]> outcome) {
    waiting.left();
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
    while (packet.length > 0 && hasRoomBehind(packet)) {
      packet = device.read();
    }
  }

  /// Gives the packet to who waits longest, or keeps it; false when no more can be kept.
  private boolean hasRoomBehind(byte[] packet) {
    Outcome<byte[]> first;
    synchronized (this) {
      do {
        first = waiting.next();
      } while (first != null && !first.settle(packet));
      if (first == null) {
        packets.add(packet);
        return packets.size() < MOST;
      }
    }
    first.wake();
    return true;
  }

  private void wakeAll() {
    List<Outcome<byte[]>> all;
    synchronized (this) {
      all = waiting.all();
    }
    all.forEach(outcome -> outcome.complete(NONE));
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
