package ruchy.runtime.scan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.ProgressBar;
import ruchy.runtime.net.Probe;

/// Asks all ports of all hosts, many at once. How many is found out: one more for each answer, half
/// as many when an answer came only to a second question, because then packets are being lost.
///
/// Its lock guards the fields; it is never held while anybody waits.
final class Scan implements Runnable {
  private static final int FIRST_WINDOW = 64;
  private static final int LEAST_WINDOW = 16;
  private static final int RUN = 64;

  private final Targets targets;
  private final ScanOptions options;
  private final List<Found> found = new ArrayList<>();
  private final Set<Thread> workers = new HashSet<>();
  private final long count;
  private final ProgressBar progress;
  private long next;
  private long done;
  private int open;
  private int window;
  private boolean isCancelled;
  private @Nullable Outcome<Boolean> end;

  /// What is known of a port.
  record Found(int host, int port, Probe probe) {}

  private Scan(Targets targets, ScanOptions options) {
    this.targets = targets;
    this.options = options;
    this.count = (long) targets.hosts().size() * targets.ports().size();
    this.progress = new ProgressBar(options.showsProgress());
    this.window = Math.min(FIRST_WINDOW, options.concurrency());
  }

  /// What was found, by host in the order of the targets, then by port.
  static List<Found> run(Targets targets, ScanOptions options) {
    var scan = new Scan(targets, options);
    try {
      Bridge.<Boolean>await(scan::start);
    } catch (RuntimeException | Error thrown) {
      scan.cancel();
      throw thrown;
    } finally {
      scan.progress.end();
    }
    scan.found.sort(Comparator.comparingInt(Found::host).thenComparingInt(Found::port));
    return scan.found;
  }

  private void start(Outcome<Boolean> outcome) {
    List<Thread> first = new ArrayList<>();
    synchronized (this) {
      end = outcome;
      while (workers.size() < Math.min(window, count)) {
        first.add(added());
      }
    }
    if (first.isEmpty()) {
      outcome.complete(true);
    }
    first.forEach(Thread::start);
  }

  private Thread added() {
    Thread worker = LoopThreads.free(this);
    workers.add(worker);
    return worker;
  }

  private synchronized void cancel() {
    isCancelled = true;
    workers.forEach(Thread::interrupt);
  }

  /// One worker: asks one port after the other.
  @Override
  public void run() {
    try {
      long target;
      int asked = 0;
      while ((target = take()) >= 0) {
        int host = (int) (target / targets.ports().size());
        int port = targets.ports().get((int) (target % targets.ports().size()));
        keep(host, port);
        if (++asked % RUN == 0) {
          Probe.rest();
        }
      }
    } catch (RuntimeException | Error thrown) {
      failed(thrown);
    }
  }

  /// A worker ends early: it was cancelled by who waits, or who waits is told why.
  private void failed(Throwable thrown) {
    Outcome<Boolean> waiter;
    synchronized (this) {
      workers.remove(Thread.currentThread());
      waiter = isCancelled ? null : end;
    }
    if (waiter != null) {
      waiter.fail(thrown);
    }
  }

  /// The number of the next target; -1 when this worker is to end.
  private long take() {
    synchronized (this) {
      if (!isCancelled && next < count && workers.size() <= window) {
        return next++;
      }
    }
    leave();
    return -1;
  }

  private void leave() {
    Outcome<Boolean> ended;
    synchronized (this) {
      workers.remove(Thread.currentThread());
      ended = workers.isEmpty() ? end : null;
    }
    if (ended != null) {
      ended.complete(true);
    }
  }

  private void keep(int host, int port) {
    var address = targets.hosts().get(host).address();
    boolean isSecure = Services.isSecure(port);
    Probe probe = null;
    int tries = 0;
    while (probe == null || (probe.state() == Probe.State.FILTERED && tries <= options.retries())) {
      probe = Probe.of(address, port, options.timeoutMillis(), options.bannerMillis(), isSecure);
      tries++;
    }
    boolean isAnswered = probe.state() != Probe.State.FILTERED;
    Thread another = null;
    long soFar;
    int openSoFar;
    synchronized (this) {
      done++;
      open += probe.state() == Probe.State.OPEN ? 1 : 0;
      soFar = done;
      openSoFar = open;
      if (options.isAll() || probe.state() == Probe.State.OPEN) {
        found.add(new Found(host, port, probe));
      }
      if (isAnswered && tries > 1) {
        window = Math.max(Math.min(LEAST_WINDOW, options.concurrency()), window / 2);
      } else if (isAnswered && window < options.concurrency() && probe.nanos() > 1_000_000) {
        window++;
        another = next < count && !isCancelled ? added() : null;
      }
    }
    show(soFar, openSoFar);
    if (another != null) {
      another.start();
    }
  }

  private void show(long soFar, int openSoFar) {
    progress.advanced(soFar, count, () -> soFar + " of " + count + ", " + openSoFar + " open");
  }
}
