package ruchy.runtime.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// The thread that waits for all sockets of the program and wakes the tasks whose sockets are
/// ready. It reads for the task that waits, so that a task that comes to wait in time costs no call
/// of the system but its own reads and writes.
///
/// Made with the first wait. Its thread does not keep the program alive. Everything but `arm` and
/// `flush` happens on it.
final class Reactor implements Runnable {
  private static final int LENT_BYTES = 64 << 10;

  /// About what one look at the sockets takes.
  private static final long LOOK_NANOS = 20_000;

  private final Selector selector;

  /// What arrives comes here first, so that sockets without news need no buffer.
  private final ByteBuffer lent = ByteBuffer.allocateDirect(LENT_BYTES);

  private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();

  /// Whether the thread sleeps, or is about to, and must be woken to see a request.
  private final AtomicBoolean isAsleep = new AtomicBoolean();

  /// What waits at a socket: the direction that reads (or accepts), and the one that writes (or
  /// connects).
  private static final class Both {
    @Nullable Side in;
    @Nullable Side out;
  }

  private Reactor() {
    try {
      selector = Selector.open();
    } catch (IOException failure) {
      throw Failure.ioError("Cannot wait for sockets: " + Reasons.of(failure));
    }
  }

  private static final class Only {
    static final Reactor INSTANCE = started();

    private static Reactor started() {
      var reactor = new Reactor();
      Thread thread = new Thread(reactor, "sockets");
      thread.setDaemon(true);
      thread.start();
      return reactor;
    }
  }

  /// The reactor of the program.
  static Reactor instance() {
    return Only.INSTANCE;
  }

  /// Has the side told when its socket is ready, from now on.
  void arm(Side side) {
    request(() -> armed(side));
  }

  /// Has the system forget the sockets that were closed: what is registered here is closed by the
  /// next look at the sockets.
  void flush() {
    request(() -> {});
  }

  /// As `flush`, and comes back when it is done, which takes one look at the sockets: nobody
  /// reaches the port of a listener that `close` has come back from.
  void flushed() {
    var isDone = new AtomicBoolean();
    request(
        () -> {
          try {
            selector.selectNow(this::ready);
          } catch (IOException failure) {
            // The next look at the sockets does it.
          } finally {
            isDone.set(true);
          }
        });
    while (!isDone.get()) LockSupport.parkNanos(LOOK_NANOS);
  }

  private void request(Runnable request) {
    requests.add(request);
    if (isAsleep.getAndSet(false)) {
      selector.wakeup();
    }
  }

  private void armed(Side side) {
    var channel = side.channel();
    SelectionKey key = channel.keyFor(selector);
    try {
      if (key == null) {
        key = channel.register(selector, 0, new Both());
      }
      var both = (Both) key.attachment();
      if (side.isIncoming()) {
        both.in = side;
      } else {
        both.out = side;
      }
      side.setArmed(true);
      key.interestOpsOr(side.operation());
    } catch (ClosedChannelException | CancelledKeyException closed) {
      side.wake();
    }
  }

  @Override
  public void run() {
    while (true) {
      try {
        runRequests();
        isAsleep.set(true);
        if (requests.isEmpty()) {
          selector.select(this::ready);
        } else {
          selector.selectNow(this::ready);
        }
        isAsleep.set(false);
      } catch (IOException | RuntimeException | OutOfMemoryError failure) {
        // A socket that fails here fails in the hands of its task too; the others go on.
        Thread.onSpinWait();
      }
    }
  }

  private void runRequests() {
    Runnable request;
    while ((request = requests.poll()) != null) {
      request.run();
    }
  }

  private void ready(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    var both = (Both) key.attachment();
    int operations = key.readyOps();
    Side in = both.in;
    if (in != null && (operations & in.operation()) != 0) {
      in.ready(key, lent);
    }
    Side out = both.out;
    if (out != null && key.isValid() && (operations & out.operation()) != 0) {
      out.ready(key, lent);
    }
  }
}
