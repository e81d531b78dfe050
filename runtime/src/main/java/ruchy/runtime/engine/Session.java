package ruchy.runtime.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;

/// The variables of a session (L 20.3), which entries that are compiled one after the other share,
/// and the value of the last entry. May be used from any thread.
public final class Session {
  private static final Object NIL = new Object();
  private static final Map<String, Object> VARIABLES = new HashMap<>();
  private static @Nullable Object result;

  private Session() {}

  /// The value of the variable; raises NameError when its `let` has not run.
  ///
  /// @param key the name; that of a module's variable ends with `:` and the name
  public static @Nullable Object get(String key) {
    Object value;
    synchronized (VARIABLES) {
      value = VARIABLES.get(key);
    }
    if (value == null) {
      throw Failure.uninitialised(key.substring(key.lastIndexOf(':') + 1));
    }
    return value == NIL ? null : value;
  }

  /// Gives the variable a value.
  public static void set(@Nullable Object value, String key) {
    synchronized (VARIABLES) {
      VARIABLES.put(key, value == null ? NIL : value);
    }
  }

  /// The names of the variables that have a value, sorted, without those of modules.
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    synchronized (VARIABLES) {
      for (String key : VARIABLES.keySet()) {
        if (key.indexOf(':') < 0) {
          names.add(key);
        }
      }
    }
    names.sort(null);
    return names;
  }

  /// Forgets all variables.
  public static void clear() {
    synchronized (VARIABLES) {
      VARIABLES.clear();
    }
  }

  /// Runs an entry on the calling thread, which holds the turn meanwhile.
  ///
  /// @return the error that left it, or null
  public static @Nullable Failure run(Runnable entry) {
    Output.STANDARD.flushLines();
    result = null;
    CallStack.programOf(entry.getClass());
    Turn.PROGRAM.enter();
    try {
      entry.run();
      return null;
    } catch (Throwable thrown) {
      return Failure.from(thrown);
    } finally {
      Turn.PROGRAM.leave();
      Afterwards.reached();
      Output.STANDARD.flush();
    }
  }

  /// Closes servers and timers, and tells the errors of tasks that nobody awaited.
  public static void end() {
    Lifetime.closeAll();
    Output.STANDARD.flush();
  }

  /// Called by the code of an entry with the value of its last expression.
  public static void result(@Nullable Object value) {
    result = value;
  }

  /// The value of the entry that has run, once; nil if it had none.
  public static @Nullable Object takeResult() {
    Object value = result;
    result = null;
    return value;
  }
}
