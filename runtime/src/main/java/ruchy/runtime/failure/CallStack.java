package ruchy.runtime.failure;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The active functions of the program at one moment, innermost first. Noting them is cheap; their
/// names and positions are looked up when `lines` is called first.
public final class CallStack {
  /// The package of all classes that the compiler writes.
  private static final String PROGRAM = "ruchy.program.";

  /// Frames that are noted; a deeper stack is cut off, so that a throw costs no more the deeper it
  /// happens.
  private static final int MOST = 256;

  private final Frames frames;
  private String @Nullable [] lines;

  private CallStack(Frames frames) {
    this.frames = frames;
  }

  /// The stack of the calling thread.
  public static CallStack capture() {
    Frames frames = new Frames(MOST);
    Walker.WALKER.walk(frames);
    return new CallStack(frames);
  }

  /// The innermost active function of the calling thread alone.
  public static CallStack here() {
    Frames frames = new Frames(1);
    Walker.WALKER.walk(frames);
    return new CallStack(frames);
  }

  /// The stack that a Java exception carries; without columns.
  static CallStack of(Throwable thrown) {
    Frames frames = new Frames(MOST);
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (element.getClassName().startsWith(PROGRAM) && !frames.add(element)) {
        break;
      }
    }
    return new CallStack(frames);
  }

  /// The texts `FILE:LINE:COL in FUNCTION` (L 11.2), innermost first; `...` at the end of a stack
  /// that was cut off.
  public synchronized String[] lines() {
    String[] known = lines;
    if (known == null) {
      known = StackText.of(frames.all, frames.count, frames.isCut);
      lines = known;
      frames.all = Frames.NONE;
      frames.count = 0;
    }
    return known.clone();
  }

  /// Made at the first failure, not at the start of every program.
  private static final class Walker {
    static final StackWalker WALKER =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  }

  /// The noted frames: `StackWalker.StackFrame` or `StackTraceElement`.
  private static final class Frames
      implements Function<Stream<StackWalker.StackFrame>, @Nullable Void> {
    static final Object[] NONE = {};

    private final int most;
    Object[] all = new Object[8];
    int count;
    boolean isCut;

    Frames(int most) {
      this.most = most;
    }

    @Override
    public @Nullable Void apply(Stream<StackWalker.StackFrame> stack) {
      Iterator<StackWalker.StackFrame> frames = stack.iterator();
      while (frames.hasNext()) {
        StackWalker.StackFrame frame = frames.next();
        if (frame.getClassName().startsWith(PROGRAM) && !add(frame)) {
          break;
        }
      }
      return null;
    }

    /// False when there are enough.
    boolean add(Object frame) {
      if (count == most) {
        isCut = true;
        return false;
      }
      if (count == all.length) {
        all = Arrays.copyOf(all, count * 2);
      }
      all[count++] = frame;
      return true;
    }
  }
}
