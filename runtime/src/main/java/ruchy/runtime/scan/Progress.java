package ruchy.runtime.scan;

import java.util.concurrent.atomic.AtomicLong;
import ruchy.runtime.engine.Output;

/// A bar on standard error, if that is a terminal: how much of a scan is done. May be told by many
/// threads; draws ten times a second at most.
final class Progress {
  private static final int WIDTH = 40;
  private static final long PAUSE_NANOS = 100_000_000;

  private final long count;
  private final boolean isShown;
  private final AtomicLong nextDrawing = new AtomicLong(System.nanoTime());

  Progress(long count, boolean isWanted) {
    this.count = count;
    this.isShown = isWanted && count > 0 && Output.ERROR.isAtTerminal();
  }

  /// So many are done, so many of them open.
  void advanced(long done, int open) {
    if (!isShown) {
      return;
    }
    long now = System.nanoTime();
    long due = nextDrawing.get();
    if (now - due >= 0 && nextDrawing.compareAndSet(due, now + PAUSE_NANOS)) {
      Output.ERROR.text("\r" + line(done, count, open));
    }
  }

  /// Takes the bar away.
  void end() {
    if (isShown) {
      Output.ERROR.text("\r" + " ".repeat(line(count, count, Integer.MAX_VALUE).length()) + "\r");
    }
  }

  /// `[#####.....] 50 % 100 of 200, 3 open`.
  static String line(long done, long count, int open) {
    int filled = (int) (done * WIDTH / count);
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    long percent = done * 100 / count;
    return "[" + bar + "] " + percent + " %  " + done + " of " + count + ", " + open + " open";
  }
}
