package ruchy.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import ruchy.compiler.emit.Classes;

/// Starts a compiled program in this JVM, as the launcher of a jar does in its own.
final class ProgramStart {
  private ProgramStart() {}

  /// Calls the program's `main`, which starts the program on a thread of its own. Whatever happens
  /// after that, the end of the process included, is the program's affair.
  ///
  /// @param name element 0 of the program's arguments (L 13.5)
  static void start(Classes classes, String name, List<String> args) {
    System.setProperty("ruchy.program", name);
    var loader = new ProgramLoader(classes.files());
    try {
      loader
          .loadClass(classes.mainClass())
          .getMethod("main", String[].class)
          .invoke(null, (Object) args.toArray(String[]::new));
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException("The program did not start", failure.getCause());
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("The program did not start", failure);
    }
  }
}
