package ruchy.runtime.failure;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The active functions of the program at one moment, innermost first. Noting them is cheap; their
/// names and positions are looked up when `lines` is called first.
public final class CallStack {
  /// The package of all classes that the compiler writes.
  private static final String PROGRAM = "ruchy.program.";

  /// Frames that are kept; deeper ones are only counted.
  private static final int MOST = 256;

  private static final String[] NOTHING = {};

  private Object[] frames;
  private int count;
  private String @Nullable [] lines;

  private CallStack(Object[] frames, int count) {
    this.frames = frames;
    this.count = count;
  }

  /// The stack of the calling thread.
  public static CallStack capture() {
    Capture capture = new Capture();
    Walker.WALKER.forEach(capture);
    return new CallStack(capture.frames, capture.count);
  }

  /// The stack that a Java exception carries; without columns.
  static CallStack of(Throwable thrown) {
    StackTraceElement[] elements = thrown.getStackTrace();
    Object[] frames = new Object[elements.length];
    int count = 0;
    for (StackTraceElement element : elements) {
      if (element.getClassName().startsWith(PROGRAM)) {
        frames[count++] = element;
      }
    }
    return new CallStack(frames, count);
  }

  /// The texts `FILE:LINE:COL in FUNCTION` (L 11.2), innermost first.
  public synchronized String[] lines() {
    String[] known = lines;
    if (known == null) {
      known = StackText.of(frames, count);
      lines = known;
      frames = NOTHING;
      count = 0;
    }
    return known.clone();
  }

  /// Made at the first failure, not at the start of every program.
  private static final class Walker {
    static final StackWalker WALKER =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  }

  private static final class Capture implements Consumer<StackWalker.StackFrame> {
    Object[] frames = new Object[8];
    int count;

    @Override
    public void accept(StackWalker.StackFrame frame) {
      if (!frame.getClassName().startsWith(PROGRAM)) {
        return;
      }
      if (count < MOST) {
        if (count == frames.length) {
          frames = Arrays.copyOf(frames, count * 2);
        }
        frames[count] = frame;
      }
      count++;
    }
  }
}
