package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import ruchy.runtime.engine.ClassGraph.Method;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// The Java methods of the library, each with what is declared of it.
final class Exports {
  private Exports() {}

  static Map<Method, LibraryFunction> in(ClassGraph graph) {
    Map<Method, LibraryFunction> exports = new HashMap<>();
    Library library = Library.load();
    for (String owner : library.owners()) {
      for (String name : library.names(owner)) {
        for (LibraryFunction function : library.functions(owner, name)) {
          if (function.descriptor().startsWith("(")) {
            var method =
                new Method(function.javaOwner(), function.javaName(), function.descriptor());
            assertTrue(graph.methods().contains(method), method::toString);
            exports.put(method, function);
          }
        }
      }
    }
    assertTrue(exports.size() > 1000, "exports");
    return exports;
  }
}
