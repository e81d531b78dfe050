package ruchy.runtime.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The index of everything the library offers, read from the text that the build writes. Lines are
/// taken apart when they are asked for, so that loading costs little. Used by one thread.
public final class Library {
  /// Where the index lies on the class path.
  public static final String RESOURCE = "META-INF/ruchy/library.tsv";

  /// The columns of a line, separated by tabs. Lines are sorted by owner, then name.
  static final int COLUMNS = 13;

  private final Map<String, Map<String, List<LibraryFunction>>> owners = new TreeMap<>();
  private final Set<String> modules = new TreeSet<>();
  private final Map<String, LibraryFunction> types = new TreeMap<>();
  private final String text;
  private final Map<String, int[]> blocks = new TreeMap<>();

  private Library(String text) {
    this.text = text;
    int start = 0;
    while (start < text.length()) {
      String owner = text.substring(start, text.indexOf('\t', start));
      int end = endOfBlock(start, owner);
      blocks.put(owner, new int[] {start, end});
      noteKind(start, owner);
      start = end;
    }
  }

  private int endOfBlock(int start, String owner) {
    int at = start;
    do {
      at = text.indexOf('\n', at) + 1;
    } while (at < text.length()
        && text.startsWith(owner, at)
        && text.charAt(at + owner.length()) == '\t');
    return at;
  }

  /// A type's and a module's own line comes first in its block, because its name is empty.
  private void noteKind(int start, String owner) {
    if (text.charAt(start + owner.length() + 1) != '\t') {
      return;
    }
    String[] columns = columns(start);
    if (columns[2].equals("TYPE")) {
      types.put(owner, function(columns));
    } else {
      modules.add(owner);
    }
  }

  /// The index of the runtime on the class path.
  public static Library load() {
    try (InputStream file = Library.class.getResourceAsStream("/" + RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The index of the given text.
  public static Library parse(String text) {
    return new Library(text);
  }

  /// All overloads of a name: of a kind of receiver (`string`), a type (`http::Request`), a module
  /// (`http`), or a global (owner `""`). Empty for unknown names.
  public List<LibraryFunction> functions(String owner, String name) {
    return block(owner).getOrDefault(name, List.of());
  }

  /// The names of an owner, sorted.
  public Set<String> names(String owner) {
    return Collections.unmodifiableSet(block(owner).keySet());
  }

  /// All owners, sorted: kinds of receivers, types, modules, and `""` for the globals.
  public Set<String> owners() {
    return Collections.unmodifiableSet(blocks.keySet());
  }

  public boolean isModule(String name) {
    return modules.contains(name);
  }

  /// The names of all modules, sorted.
  public Set<String> modules() {
    return Collections.unmodifiableSet(modules);
  }

  /// Whether that is the full name of a type of the library: `http::Request`, `datetime`.
  public boolean isType(String name) {
    return types.containsKey(name);
  }

  /// The names of all types, sorted.
  public Set<String> types() {
    return Collections.unmodifiableSet(types.keySet());
  }

  /// The internal name of the class of a type, or null for an unknown type.
  public @Nullable String javaClassOf(String type) {
    LibraryFunction found = types.get(type);
    return found == null ? null : found.javaOwner();
  }

  /// The room that implements a type, or null for an unknown type.
  public @Nullable String roomOf(String type) {
    LibraryFunction found = types.get(type);
    return found == null ? null : found.room();
  }

  /// The names of all members after a dot, of any receiver.
  public Set<String> memberNames() {
    Set<String> names = new TreeSet<>();
    for (String owner : blocks.keySet()) {
      for (Map.Entry<String, List<LibraryFunction>> entry : block(owner).entrySet()) {
        if (isMember(entry.getValue().getFirst())) {
          names.add(entry.getKey());
        }
      }
    }
    return names;
  }

  /// The members of that name of all receivers: what a dynamic call may reach.
  public List<LibraryFunction> membersNamed(String name) {
    List<LibraryFunction> members = new ArrayList<>();
    for (String owner : blocks.keySet()) {
      for (LibraryFunction function : functions(owner, name)) {
        if (isMember(function)) {
          members.add(function);
        }
      }
    }
    return members;
  }

  private static boolean isMember(LibraryFunction function) {
    return switch (function.kind()) {
      case METHOD, READ, WRITE -> true;
      case GLOBAL, MODULE, ASSOCIATED, CONSTANT, TYPE -> false;
    };
  }

  private Map<String, List<LibraryFunction>> block(String owner) {
    Map<String, List<LibraryFunction>> known = owners.get(owner);
    if (known != null) {
      return known;
    }
    Map<String, List<LibraryFunction>> names = new TreeMap<>();
    int[] range = blocks.get(owner);
    if (range != null) {
      for (int at = range[0]; at < range[1]; at = text.indexOf('\n', at) + 1) {
        LibraryFunction function = function(columns(at));
        if (!function.name().isEmpty()) {
          List<LibraryFunction> overloads = names.get(function.name());
          if (overloads == null) {
            overloads = new ArrayList<>(2);
            names.put(function.name(), overloads);
          }
          overloads.add(function);
        }
      }
      owners.put(owner, names);
    }
    return names;
  }

  private String[] columns(int start) {
    String[] columns = new String[COLUMNS];
    int at = start;
    for (int i = 0; i < COLUMNS; i++) {
      int end = text.indexOf(i < COLUMNS - 1 ? '\t' : '\n', at);
      columns[i] = text.substring(at, end);
      at = end + 1;
    }
    return columns;
  }

  private static LibraryFunction function(String[] columns) {
    String flags = columns[7];
    List<Integer> reads = new ArrayList<>();
    for (String position : list(columns[10], ' ')) {
      reads.add(Integer.valueOf(position));
    }
    return new LibraryFunction(
        LibraryFunction.Kind.valueOf(columns[2]),
        columns[0],
        columns[1],
        columns[3],
        columns[4],
        columns[5],
        columns[6],
        flags.indexOf('s') >= 0,
        list(columns[8], ' '),
        list(columns[9], ';'),
        List.copyOf(reads),
        flags.indexOf('r') >= 0,
        columns[11],
        flags.indexOf('w') >= 0,
        flags.indexOf('m') >= 0,
        columns[12]);
  }

  private static List<String> list(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf(separator, at);
      if (end < 0) {
        end = text.length();
      }
      parts.add(text.substring(at, end).strip());
      at = end + 1;
    }
    return parts;
  }

  /// The function as a line of the index.
  public static String line(LibraryFunction function) {
    StringBuilder reads = new StringBuilder();
    for (int position : function.readParameters()) {
      reads.append(reads.isEmpty() ? "" : " ").append(position);
    }
    String flags =
        (function.isStatic() ? "s" : "")
            + (function.takesRest() ? "r" : "")
            + (function.waits() ? "w" : "")
            + (function.mutates() ? "m" : "");
    return String.join(
            "\t",
            function.owner(),
            function.name(),
            function.kind().name(),
            function.mainName(),
            function.javaOwner(),
            function.javaName(),
            function.descriptor(),
            flags,
            String.join(" ", function.parameterNames()),
            String.join("; ", function.parameterTypes()),
            reads,
            function.resultType(),
            function.room())
        + "\n";
  }
}
