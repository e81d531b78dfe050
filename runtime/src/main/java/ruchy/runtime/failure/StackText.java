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

  private StackText() {}

  static String[] of(Object[] frames, int count, boolean isCut) {
    Map<Class<?>, PositionTable> tables = new HashMap<>();
    List<String> lines = new ArrayList<>();
    boolean wasPart = false;
    for (int i = 0; i < count; i++) {
      String line =
          frames[i] instanceof StackWalker.StackFrame frame
              ? line(frame, tables)
              : line((StackTraceElement) frames[i]);
      boolean isPart = line != null && line.indexOf(PART) >= 0;
      if (line != null && !wasPart) {
        lines.add(isPart ? line.replace(PART, "") : line);
      }
      wasPart = isPart;
    }
    if (isCut) {
      lines.add(CallStack.CUT);
    }
    return lines.toArray(new String[0]);
  }

  private static @Nullable String line(
      StackWalker.StackFrame frame, Map<Class<?>, PositionTable> tables) {
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
    return text(position.file(), position.line(), position.column(), function, "");
  }

  private static @Nullable String line(StackTraceElement element) {
    return text(element.getFileName(), element.getLineNumber(), 0, null, element.getMethodName());
  }

  /// Null for methods without lines: those that the compiler adds of its own (bridges, entries).
  private static @Nullable String text(
      @Nullable String file, int line, int column, @Nullable String function, String fallback) {
    if (line <= 0) {
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
