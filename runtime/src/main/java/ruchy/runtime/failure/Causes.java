package ruchy.runtime.failure;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an exception of the JDK or of a library, and those that caused it, say about connections
/// and files, in the words of errors.
public final class Causes {
  /// More than any library nests, and an end for causes that go round in a circle.
  private static final int MOST = 20;

  private static final String[] KNOWN = {
    "connection refused",
    "connection reset",
    "connection timed out",
    "no route to host",
    "network is unreachable",
    "broken pipe",
    "address already in use",
    "cannot assign requested address",
    "permission denied",
    "too many open files",
    "no such file or directory",
    "message too long",
    "operation not permitted"
  };

  private Causes() {}

  /// The outermost exception of a type; null if there is none.
  public static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < MOST; depth++) {
      if (type.isInstance(each)) {
        return each;
      }
      each = each.getCause();
    }
    return null;
  }

  /// The innermost exception that says something; the outermost one if none does.
  public static Throwable innermost(Throwable failure) {
    Throwable innermost = failure;
    Throwable each = failure;
    for (int depth = 0; each != null && depth < MOST; depth++) {
      innermost = isSilent(each) ? innermost : each;
      each = each.getCause();
    }
    return innermost;
  }

  /// The message of an exception without the noise of the layers that it came through.
  ///
  /// @param silent what stands for an exception without a message
  public static String message(Throwable failure, String silent) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return silent;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    for (String known : KNOWN) {
      if (lower.contains(known)) {
        return known;
      }
    }
    String text = message.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static boolean isSilent(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank();
  }
}
