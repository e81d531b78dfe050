package ruchy.runtime.failure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns noted frames into the lines of L 11.3.
final class StackText {
  /// Begins the display name of a method that holds a part of a function (an outlined loop): the
  /// frame outside of it belongs to the same function and is not shown.
  private static final String PART = "~";

  private final ClassLoader programs;
  private final Map<Class<?>, PositionTable> tables = new HashMap<>();
  private final Map<String, CallSites> sites = new HashMap<>();
  private final Map<String, @Nullable String> known = new HashMap<>();

  /// @param programs where the classes can be read that frames name
  StackText(ClassLoader programs) {
    this.programs = programs;
  }

  String[] of(Object[] frames, int count, boolean isCut) {
    List<String> lines = new ArrayList<>();
    boolean wasPart = false;
    String called = null;
    for (int i = 0; i < count; i++) {
      String line =
          switch (frames[i]) {
            case StackWalker.StackFrame frame -> line(frame);
            case StackTraceElement element -> line(element, called);
            default -> CallStack.CUT;
          };
      boolean isPart = line != null && line.indexOf(PART) >= 0;
      if (line != null && !wasPart) {
        lines.add(isPart ? line.replace(PART, "") : line);
      }
      wasPart = isPart;
      called = frames[i] instanceof StackTraceElement element ? element.getMethodName() : null;
    }
    if (isCut) {
      lines.add(CallStack.CUT);
    }
    return lines.toArray(new String[0]);
  }

  private @Nullable String line(StackWalker.StackFrame frame) {
    Class<?> owner = frame.getDeclaringClass();
    PositionTable table = tables.get(owner);
    if (table == null) {
      table = PositionTable.of(owner);
      tables.put(owner, table);
    }
    PositionTable.Method method = table.method(frame.getMethodName(), frame.getDescriptor());
    String function = method == null ? null : method.displayName();
    PositionTable.Position position =
        method == null ? null : method.positionAt(frame.getByteCodeIndex());
    if (position == null) {
      return text(frame.getFileName(), frame.getLineNumber(), 0, function, frame.getMethodName());
    }
    return text(position, function);
  }

  /// The line of a frame of a Java stack trace.
  ///
  /// @param called the method that the frame has called; null for the innermost
  private @Nullable String line(StackTraceElement frame, @Nullable String called) {
    String key = frame + " " + called;
    if (!known.containsKey(key)) {
      CallSites calls =
          sites.computeIfAbsent(frame.getClassName(), name -> CallSites.of(name, programs));
      CallSites.Place place = calls.find(frame.getMethodName(), frame.getLineNumber(), called);
      known.put(
          key,
          place == null
              ? text(frame.getFileName(), frame.getLineNumber(), 0, null, frame.getMethodName())
              : text(place.position(), place.method().displayName()));
    }
    return known.get(key);
  }

  private static @Nullable String text(PositionTable.Position at, @Nullable String function) {
    return text(at.file(), at.line(), at.column(), function, "");
  }

  /// Null for methods without lines, or with an empty name: those that the compiler adds of its own
  /// (bridges, entries, methods that pass on to closures).
  private static @Nullable String text(
      @Nullable String file, int line, int column, @Nullable String function, String fallback) {
    if (line <= 0 || function != null && function.isEmpty()) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    out.append(file == null ? "?" : file).append(':').append(line);
    if (column > 0) {
      out.append(':').append(column);
    }
    return out.append(" in ").append(function == null ? fallback : function).toString();
  }
}
