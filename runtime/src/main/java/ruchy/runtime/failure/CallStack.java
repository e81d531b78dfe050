package ruchy.runtime.failure;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
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

  /// The last line of a stack that was cut off.
  static final String CUT = "...";

  /// So many turns of the same functions are a recursion that nobody wants to read.
  private static final int MANY_TURNS = 32;

  private static final int LONGEST_PERIOD = 4;

  /// Where the classes of the program are that has started last.
  private static volatile ClassLoader programs = CallStack.class.getClassLoader();

  /// `Frames`, or the one frame of `here`, which every waiting task keeps: two objects less. Null
  /// when there is none.
  private @Nullable Object noted;

  private final ClassLoader loader;
  private String @Nullable [] lines;

  private CallStack(@Nullable Object noted) {
    this(noted, programs);
  }

  private CallStack(@Nullable Object noted, ClassLoader loader) {
    this.noted = noted;
    this.loader = loader;
  }

  /// The stack of the calling thread.
  public static CallStack capture() {
    Frames frames = new Frames(MOST);
    Walker.WALKER.walk(frames);
    return new CallStack(frames);
  }

  /// The innermost active function of the calling thread alone.
  public static CallStack here() {
    return new CallStack(Walker.WALKER.walk(Innermost.FRAME));
  }

  /// The stack that a Java exception carries. Where that is cut off or has no function of the
  /// program, the functions follow that are active now, when it is caught; the JVM leaves out the
  /// outer ones of a deep stack, and all of some exceptions that it makes itself.
  static CallStack of(Throwable thrown) {
    Frames frames = new Frames(MOST);
    StackTraceElement[] trace = thrown.getStackTrace();
    for (StackTraceElement element : trace) {
      if (element.getClassName().startsWith(PROGRAM) && !frames.add(element)) {
        break;
      }
    }
    if (frames.isCut || frames.count == 0) {
      Frames outer = new Frames(MOST);
      Walker.WALKER.walk(outer);
      frames.addOuter(outer);
      if (outer.all[0] instanceof StackWalker.StackFrame catching) {
        return new CallStack(frames, loaderOf(catching.getDeclaringClass()));
      }
    }
    return new CallStack(frames);
  }

  /// Notes the functions that are active now if none of the program was when this was made: on a
  /// thread that did something for the one that calls this.
  void noteUnlessNoted() {
    if (isEmpty()) {
      CallStack here = capture();
      synchronized (this) {
        if (isEmpty()) {
          noted = here.noted;
          lines = null;
        }
      }
    }
  }

  private synchronized boolean isEmpty() {
    return lines != null
        ? lines.length == 0
        : noted == null || (noted instanceof Frames frames && frames.count == 0);
  }

  /// Where another thread is; without any line if it runs no code of the program.
  public static CallStack of(Thread thread) {
    Frames frames = new Frames(MOST);
    for (StackTraceElement element : thread.getStackTrace()) {
      if (element.getClassName().startsWith(PROGRAM) && !frames.add(element)) {
        break;
      }
    }
    return new CallStack(frames);
  }

  /// A program starts whose classes can be read, by name, from where this class of it comes from.
  public static void programOf(Class<?> main) {
    programs = loaderOf(main);
    MemoryReserve.prepare();
  }

  private static ClassLoader loaderOf(Class<?> program) {
    return Objects.requireNonNullElse(program.getClassLoader(), programs);
  }

  /// The texts `FILE:LINE:COL in FUNCTION` (L 11.2), innermost first; `...` at the end of a stack
  /// that was cut off.
  public synchronized String[] lines() {
    String[] known = lines;
    if (known == null) {
      StackText text = new StackText(loader);
      known =
          switch (noted) {
            case Frames frames -> text.of(frames.all, frames.count, frames.isCut);
            case null -> text.of(Frames.NONE, 0, false);
            case Object frame -> text.of(new Object[] {frame}, 1, false);
          };
      lines = known;
      noted = null;
    }
    return known.clone();
  }

  /// Appends ` at ` and a line for each active function, each with its line end (L 11.3). Functions
  /// that call each other in turn very often stand there once, with the number of their calls.
  void appendTo(StringBuilder out) {
    String[] all = lines();
    int i = 0;
    while (i < all.length) {
      int period = 1;
      while (period <= LONGEST_PERIOD && turns(all, i, period) < MANY_TURNS) {
        period++;
      }
      boolean isRepeated = period <= LONGEST_PERIOD;
      for (int j = 0; j < (isRepeated ? period : 1); j++) {
        boolean isCut = all[i + j].equals(CUT);
        out.append(isCut ? "  " : "  at ").append(all[i + j]).append('\n');
      }
      if (isRepeated) {
        int turns = turns(all, i, period);
        String what = period == 1 ? "the same" : "the same " + period;
        out.append("  ... ").append(what).append(", ").append(turns - 1).append(" times more\n");
        i += turns * period;
      } else {
        i++;
      }
    }
  }

  /// How often the lines from `start` on, `period` of them, stand there one after the other.
  private static int turns(String[] lines, int start, int period) {
    int end = start + period;
    while (end < lines.length && lines[end].equals(lines[end - period])) {
      end++;
    }
    return (end - start) / period;
  }

  /// Made at the first failure, not at the start of every program.
  private static final class Walker {
    static final StackWalker WALKER =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  }

  /// Finds the innermost frame of the program.
  private static final class Innermost
      implements Function<Stream<StackWalker.StackFrame>, StackWalker.@Nullable StackFrame> {
    static final Innermost FRAME = new Innermost();

    @Override
    public StackWalker.@Nullable StackFrame apply(Stream<StackWalker.StackFrame> stack) {
      Iterator<StackWalker.StackFrame> frames = stack.iterator();
      while (frames.hasNext()) {
        StackWalker.StackFrame frame = frames.next();
        if (frame.getClassName().startsWith(PROGRAM)) {
          return frame;
        }
      }
      return null;
    }
  }

  /// The noted frames: `StackWalker.StackFrame` or `StackTraceElement`; `CUT` stands for those left
  /// out in between.
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

    /// Adds the frames outside of those that were cut off.
    void addOuter(Frames outer) {
      all = Arrays.copyOf(all, count + 1 + outer.count);
      if (isCut && outer.count > 0) {
        all[count++] = CUT;
        isCut = outer.isCut;
      }
      System.arraycopy(outer.all, 0, all, count, outer.count);
      count += outer.count;
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
