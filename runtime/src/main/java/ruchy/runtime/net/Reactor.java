package ruchy.runtime.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.CarrierThread;
import ruchy.runtime.failure.Failure;

/// The thread that waits for all sockets of the program and wakes the tasks whose sockets are
/// ready. It reads for the task that waits, so that a task that comes to wait in time costs no call
/// of the system but its own reads and writes.
///
/// Where the JVM lets it, the thread then runs those tasks itself, up to their next wait: no other
/// thread has to be woken, which costs more than a line there and back. A task that computes for
/// long must not keep the sockets waiting: after `LONGEST_NANOS` the rest of the tasks goes to the
/// other carriers, and if one task alone takes that long, `Watch` has a new thread take over from
/// this one, which ends with that task. For a while the other carriers run all tasks then.
///
/// Made with the first wait. Its threads do not keep the program alive. Everything but `arm` and
/// `flush` happens on the one that is in office.
final class Reactor {
  private static final int LENT_BYTES = 64 << 10;

  /// How long tasks may keep the thread from the sockets.
  private static final long LONGEST_NANOS = 500_000;

  /// How long the other carriers run all tasks after one has taken too long.
  private static final long PAUSE_NANOS = 100_000_000;

  private static final long IDLE = 0;

  /// About what one look at the sockets takes.
  private static final long LOOK_NANOS = 20_000;

  private final Selector selector;

  /// What arrives comes here first, so that sockets without news need no buffer.
  private final ByteBuffer lent = ByteBuffer.allocateDirect(LENT_BYTES);

  /// Made once: the loop needs no memory of its own.
  private final Consumer<SelectionKey> whenReady = this::ready;

  private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();

  /// Whether the thread sleeps, or is about to, and must be woken to see a request.
  private final AtomicBoolean isAsleep = new AtomicBoolean();

  /// Pieces of tasks that the thread in office has woken, in the order of their sockets.
  private final ConcurrentLinkedQueue<Runnable> woken = new ConcurrentLinkedQueue<>();

  /// Since when the thread in office runs tasks (`System.nanoTime`, made odd), or `IDLE`. Who
  /// changes it from there decides: the thread itself when it is done, or the watch, which takes
  /// the office away with it.
  private final AtomicLong runningSince = new AtomicLong(IDLE);

  private final Watch watch = new Watch();

  /// Before this time the other carriers run all tasks.
  private volatile long pausedUntil = System.nanoTime();

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
      reactor.new Waiter().start();
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
            selector.selectNow(whenReady);
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
    } catch (RuntimeException | OutOfMemoryError failure) {
      side.fail(failure);
    }
  }

  /// Waits for sockets as long as it is in office.
  private final class Waiter extends CarrierThread {
    /// Whether what is woken now waited for a socket.
    private boolean isWaking;

    Waiter() {
      super("sockets");
    }

    @Override
    protected boolean keeps(Runnable piece) {
      return isWaking && woken.add(piece);
    }

    @Override
    public void run() {
      boolean isInOffice = true;
      while (isInOffice) {
        try {
          runRequests();
          isWaking = System.nanoTime() - pausedUntil >= 0;
          isAsleep.set(true);
          if (requests.isEmpty()) {
            selector.select(whenReady);
          } else {
            selector.selectNow(whenReady);
          }
          isAsleep.set(false);
        } catch (IOException | RuntimeException | OutOfMemoryError failure) {
          // A socket that fails here fails in the hands of its task too; the others go on.
          Thread.onSpinWait();
        }
        isWaking = false;
        isInOffice = woken.isEmpty() || runWoken();
      }
    }

    /// False when another thread has taken over meanwhile.
    private boolean runWoken() {
      long begin = System.nanoTime() | 1;
      runningSince.set(begin);
      watch.wake();
      Runnable piece;
      while (runningSince.get() == begin && (piece = woken.poll()) != null) {
        try {
          piece.run();
        } catch (RuntimeException | OutOfMemoryError failure) {
          // There was no memory for the task; the others go on.
          Thread.onSpinWait();
        }
        if (System.nanoTime() - begin > LONGEST_NANOS) {
          giveAwayWoken();
        }
      }
      return runningSince.compareAndSet(begin, IDLE);
    }
  }

  private void giveAwayWoken() {
    Runnable piece;
    while ((piece = woken.poll()) != null) {
      CarrierThread.giveAway(piece);
    }
  }

  /// Sees that no task keeps the sockets waiting. Sleeps while there is nothing to see.
  private final class Watch extends Thread {
    private static final int LONGEST_IDLE = 100;

    private volatile boolean isSleeping;
    private volatile boolean hasStarted;

    Watch() {
      super("sockets watch");
      setDaemon(true);
    }

    void wake() {
      if (isSleeping) {
        LockSupport.unpark(this);
      } else if (!hasStarted) {
        hasStarted = true;
        start();
      }
    }

    @Override
    public void run() {
      int idle = 0;
      while (true) {
        long since = runningSince.get();
        LockSupport.parkNanos(2 * LONGEST_NANOS);
        long now = runningSince.get();
        idle = now == IDLE && since == IDLE ? idle + 1 : 0;
        if (now != IDLE
            && now == since
            && System.nanoTime() - since > 2 * LONGEST_NANOS
            && runningSince.compareAndSet(since, IDLE)) {
          pausedUntil = System.nanoTime() + PAUSE_NANOS;
          giveAwayWoken();
          new Waiter().start();
        }
        if (idle > LONGEST_IDLE) {
          sleep();
          idle = 0;
        }
      }
    }

    private void sleep() {
      isSleeping = true;
      while (runningSince.get() == IDLE) {
        LockSupport.park();
      }
      isSleeping = false;
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
