package ruchy.runtime.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A line on standard error, if that is a terminal: how much of something is done. It is drawn over
/// itself, ten times a second at most, and taken away at the end. May be told by many threads.
public final class ProgressBar {
  private static final int WIDTH = 40;
  private static final long PAUSE_NANOS = 100_000_000;

  private final boolean isShown;
  private final AtomicLong nextDrawing = new AtomicLong(System.nanoTime());

  /// The longest line so far.
  private volatile int drawn;

  /// @param isWanted whether the program asks for it
  public ProgressBar(boolean isWanted) {
    isShown = isWanted && Output.ERROR.isAtTerminal();
  }

  /// So much is done.
  ///
  /// @param count how much there is; 0 when nobody knows
  /// @param text what stands behind the bar; asked for when it is drawn
  public void advanced(long done, long count, Supplier<String> text) {
    if (!isShown) {
      return;
    }
    long now = System.nanoTime();
    long due = nextDrawing.get();
    if (now - due >= 0 && nextDrawing.compareAndSet(due, now + PAUSE_NANOS)) {
      String line = line(done, count, text.get());
      String rest = " ".repeat(Math.max(0, drawn - line.length()));
      drawn = Math.max(drawn, line.length());
      Output.ERROR.text("\r" + line + rest);
    }
  }

  /// Takes the bar away.
  public void end() {
    if (drawn > 0) {
      Output.ERROR.text("\r" + " ".repeat(drawn) + "\r");
      drawn = 0;
    }
  }

  /// `[#####.....] 50 % TEXT`; the text alone when nobody knows how much there is.
  public static String line(long done, long count, String text) {
    if (count <= 0) {
      return text;
    }
    double share = Math.clamp((double) done / count, 0, 1);
    int filled = (int) (share * WIDTH);
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    return "[" + bar + "] " + (int) (share * 100) + " %  " + text;
  }
}
