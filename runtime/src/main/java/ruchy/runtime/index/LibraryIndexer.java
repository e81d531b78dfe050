package ruchy.runtime.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;
import ruchy.runtime.library.LibraryFunction.Kind;
import ruchy.runtime.manual.Manual;

/// Writes the index of the library, the manual and the dispatchers into the runtime's classes.
///
/// `LibraryIndexer SOURCES CLASSES`; ends with status 1 and `FILE:LINE: SENTENCE` for a wrong
/// declaration.
public final class LibraryIndexer {
  private LibraryIndexer() {}

  public static void main(String[] args) throws IOException {
    try {
      index(Path.of(args[0]), Path.of(args[1]));
    } catch (DeclarationError error) {
      System.err.println(error.getMessage());
      System.exit(1);
    }
  }

  /// Reads the sources, and writes into the folder of their compiled classes.
  static void index(Path sources, Path classes) throws IOException {
    SourceReader reader = new SourceReader(sources, new ClassFiles(classes));
    List<Declaration> declarations = reader.read();
    refuseDuplicates(declarations);
    write(classes.resolve(Library.RESOURCE), table(declarations, reader));
    write(classes.resolve(Manual.RESOURCE), ManualWriter.of(declarations));
    DispatcherWriter.write(declarations, reader.types(), classes);
  }

  private static void refuseDuplicates(List<Declaration> declarations) {
    Map<String, Declaration> known = new HashMap<>();
    for (Declaration declaration : declarations) {
      for (String owner : declaration.owners()) {
        for (String name : declaration.names()) {
          String key =
              owner + " " + name + " " + declaration.kind() + " " + declaration.signature();
          Declaration other = known.put(key, declaration);
          if (other != null) {
            throw new DeclarationError(
                declaration.place(),
                "the name "
                    + name
                    + " with the same parameters is taken by "
                    + other.place()
                    + ".");
          }
        }
      }
    }
  }

  private static String table(List<Declaration> declarations, SourceReader reader) {
    List<LibraryFunction> functions = new ArrayList<>();
    for (Map.Entry<String, String> type : reader.types().entrySet()) {
      Set<Flow> flows = reader.flowsOfType(type.getKey());
      functions.add(header(Kind.TYPE, type.getValue(), type.getKey(), flows));
    }
    for (Map.Entry<String, String> module : reader.modules().entrySet()) {
      functions.add(header(Kind.MODULE, module.getKey(), module.getValue(), Set.of()));
    }
    for (Declaration declaration : declarations) {
      for (String owner : declaration.owners()) {
        for (String name : declaration.names()) {
          functions.add(function(declaration, owner, name));
        }
      }
    }
    functions.sort(
        Comparator.comparing(LibraryFunction::owner)
            .thenComparing(LibraryFunction::name)
            .thenComparing(LibraryFunction::kind)
            .thenComparingInt(LibraryFunction::parameterCount)
            .thenComparingInt(function -> OverloadCode.breadth(function.descriptor()))
            .thenComparing(LibraryFunction::descriptor));
    String table = Library.text(functions);
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(table)) {
      throw new IllegalStateException("a declaration has a name or a type outside of ASCII");
    }
    return table;
  }

  private static LibraryFunction header(
      Kind kind, String owner, String javaOwner, Set<Flow> flows) {
    return new LibraryFunction(
        kind,
        owner,
        "",
        "",
        javaOwner,
        "",
        "",
        false,
        List.of(),
        List.of(),
        List.of(),
        false,
        kind == Kind.TYPE ? owner : "",
        false,
        false,
        flows,
        javaOwner.split("/", -1)[2]);
  }

  private static LibraryFunction function(Declaration declaration, String owner, String name) {
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<Integer> reads = new ArrayList<>();
    if (declaration.readsReceiver()) {
      reads.add(-1);
    }
    for (Declaration.Parameter parameter : declaration.parameters()) {
      if (parameter.isRead()) {
        reads.add(names.size());
      }
      names.add(parameter.name());
      types.add(parameter.type());
    }
    return new LibraryFunction(
        declaration.kind(),
        owner,
        name,
        declaration.names().getFirst(),
        declaration.javaOwner(),
        declaration.javaName(),
        declaration.descriptor(),
        declaration.isStatic(),
        names,
        types,
        reads,
        declaration.takesRest(),
        declaration.resultType(),
        declaration.waits(),
        declaration.mutates(),
        declaration.flows(),
        declaration.room());
  }

  private static void write(Path file, String text) throws IOException {
    Output.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
