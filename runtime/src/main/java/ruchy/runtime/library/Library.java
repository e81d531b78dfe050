package ruchy.runtime.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The index of everything the library offers, read from the text that the build writes. Lines are
/// looked for and taken apart when they are asked for, so that loading costs nothing. Used by one
/// thread.
public final class Library {
  /// Where the index lies on the class path.
  public static final String RESOURCE = "META-INF/ruchy/library.tsv";

  /// The columns of a function's line, separated by tabs. These lines are sorted by owner, then
  /// name.
  static final int COLUMNS = 13;

  /// Begins the lines behind those of the functions: `~`, a member's name, the owners that have it.
  /// It comes after all owners in the order of characters.
  private static final String MEMBER = "~\t";

  private final String text;

  /// Where the lines of the functions end and those of the member names begin.
  private final int end;

  /// The functions that were asked for, by owner and by name.
  private final Map<String, Map<String, List<LibraryFunction>>> known = new HashMap<>();

  /// The members that were asked for by name alone.
  private final Map<String, List<LibraryFunction>> members = new HashMap<>();

  /// Null until somebody asks for all owners.
  private @Nullable Set<String> owners;

  private Library(String text) {
    this.text = text;
    this.end = find(MEMBER);
  }

  /// The index of the runtime on the class path.
  public static Library load() {
    try (InputStream file = Library.class.getResourceAsStream("/" + RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return read(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The index of the given file, which is ASCII alone.
  public static Library read(byte[] file) {
    // To look whether there is anything else in it would take longer than all that is done with it.
    return parse(new String(file, StandardCharsets.ISO_8859_1));
  }

  /// The index of the given text.
  public static Library parse(String text) {
    return new Library(text);
  }

  /// All overloads of a name: of a kind of receiver (`string`), a type (`http::Request`), a module
  /// (`http`), or a global (owner `""`). Empty for unknown names.
  public List<LibraryFunction> functions(String owner, String name) {
    return name.isEmpty() ? List.of() : lines(owner, name);
  }

  /// The names of an owner that programs can write, sorted.
  public Set<String> names(String owner) {
    Set<String> names = new TreeSet<>();
    String key = owner + '\t';
    for (int at = find(key); text.startsWith(key, at); at = nextLine(at)) {
      int start = at + key.length();
      if (text.charAt(start) != '\t') {
        String name = text.substring(start, text.indexOf('\t', start));
        if (!LibraryFunction.isOfCompiler(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /// All owners, sorted: kinds of receivers, types, modules, and `""` for the globals.
  public Set<String> owners() {
    Set<String> all = owners;
    if (all == null) {
      all = new TreeSet<>();
      int at = 0;
      while (at < end) {
        String owner = text.substring(at, text.indexOf('\t', at));
        all.add(owner);
        // The line end comes after the tab in the order of characters, and before all others.
        at = find(owner + '\n');
      }
      all = Collections.unmodifiableSet(all);
      owners = all;
    }
    return all;
  }

  public boolean isModule(String name) {
    LibraryFunction found = header(name);
    return found != null && found.kind() == LibraryFunction.Kind.MODULE;
  }

  /// The names of all modules, sorted.
  public Set<String> modules() {
    Set<String> modules = new TreeSet<>(owners());
    modules.removeIf(owner -> !isModule(owner));
    return modules;
  }

  /// Whether that is the full name of a type of the library: `http::Request`, `datetime`.
  public boolean isType(String name) {
    return type(name) != null;
  }

  /// The names of all types, sorted.
  public Set<String> types() {
    Set<String> types = new TreeSet<>(owners());
    types.removeIf(owner -> !isType(owner));
    return types;
  }

  /// The internal name of the class of a type, or null for an unknown type.
  public @Nullable String javaClassOf(String type) {
    LibraryFunction found = type(type);
    return found == null ? null : found.javaOwner();
  }

  /// What is known of the objects of a type beyond its members; empty for an unknown type.
  public Set<Flow> flowsOfType(String type) {
    LibraryFunction found = type(type);
    return found == null ? Set.of() : found.flows();
  }

  /// The type whose class has that internal name, or null.
  public @Nullable String typeOf(String javaOwner) {
    for (String type : types()) {
      if (javaOwner.equals(javaClassOf(type))) {
        return type;
      }
    }
    return null;
  }

  private @Nullable LibraryFunction type(String name) {
    LibraryFunction found = header(name);
    return found != null && found.kind() == LibraryFunction.Kind.TYPE ? found : null;
  }

  /// A type's and a module's own line, whose name is empty.
  private @Nullable LibraryFunction header(String owner) {
    List<LibraryFunction> found = lines(owner, "");
    return found.isEmpty() ? null : found.getFirst();
  }

  /// The names of all members after a dot, of any receiver.
  public Set<String> memberNames() {
    Set<String> names = new TreeSet<>();
    for (String owner : owners()) {
      for (String name : names(owner)) {
        if (isMember(functions(owner, name).getFirst())) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /// The members of that name of all receivers: what a dynamic call may reach.
  public List<LibraryFunction> membersNamed(String name) {
    List<LibraryFunction> found = members.get(name);
    if (found == null) {
      List<LibraryFunction> named = new ArrayList<>();
      for (String owner : ownersOf(name)) {
        for (LibraryFunction function : functions(owner, name)) {
          if (isMember(function)) {
            named.add(function);
          }
        }
      }
      found = Collections.unmodifiableList(named);
      members.put(name, found);
    }
    return found;
  }

  /// The owners that have a member of that name, sorted. There are over a hundred owners: to ask
  /// each would take longer than all else that is asked here.
  private List<String> ownersOf(String name) {
    String key = MEMBER + name + '\t';
    int at = find(key);
    if (name.isEmpty() || !text.startsWith(key, at)) {
      return List.of();
    }
    return list(text.substring(at + key.length(), text.indexOf('\n', at)), '\t');
  }

  private static boolean isMember(LibraryFunction function) {
    return switch (function.kind()) {
      case METHOD, READ, WRITE -> true;
      case GLOBAL, MODULE, ASSOCIATED, CONSTANT, TYPE -> false;
    };
  }

  private List<LibraryFunction> lines(String owner, String name) {
    Map<String, List<LibraryFunction>> ofOwner = known.computeIfAbsent(owner, _ -> new HashMap<>());
    List<LibraryFunction> found = ofOwner.get(name);
    if (found == null) {
      String key = owner + '\t' + name + '\t';
      List<LibraryFunction> read = new ArrayList<>(2);
      for (int at = find(key); text.startsWith(key, at); at = nextLine(at)) {
        read.add(function(columns(at)));
      }
      found = Collections.unmodifiableList(read);
      ofOwner.put(name, found);
    }
    return found;
  }

  /// The start of the first line that does not come before the key; the end of the text when all
  /// do. A search by halves, because the lines are sorted: a small program asks for a dozen of many
  /// hundred.
  private int find(String key) {
    int low = 0;
    int high = text.length();
    while (low < high) {
      int line = text.lastIndexOf('\n', (low + high) / 2 - 1) + 1;
      int end = Math.min(line + key.length(), text.length());
      if (text.substring(line, end).compareTo(key) < 0) {
        low = nextLine(line);
      } else {
        high = line;
      }
    }
    return low;
  }

  private int nextLine(int line) {
    return text.indexOf('\n', line) + 1;
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
        flows(flags),
        columns[12]);
  }

  private static Set<Flow> flows(String flags) {
    Set<Flow> flows = EnumSet.noneOf(Flow.class);
    for (Flow flow : Flow.values()) {
      if (flags.indexOf(flow.letter()) >= 0) {
        flows.add(flow);
      }
    }
    return flows.isEmpty() ? Set.of() : Collections.unmodifiableSet(flows);
  }

  private static String flags(Set<Flow> flows) {
    StringBuilder flags = new StringBuilder();
    for (Flow flow : Flow.values()) {
      if (flows.contains(flow)) {
        flags.append(flow.letter());
      }
    }
    return flags.toString();
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

  /// The index of the given functions.
  ///
  /// @param functions sorted by owner, then name
  public static String text(List<LibraryFunction> functions) {
    StringBuilder text = new StringBuilder();
    SortedMap<String, Set<String>> members = new TreeMap<>();
    for (LibraryFunction function : functions) {
      text.append(line(function));
      if (isMember(function)) {
        members.computeIfAbsent(function.name(), _ -> new TreeSet<>()).add(function.owner());
      }
    }
    members.forEach(
        (name, owners) ->
            text.append(MEMBER)
                .append(name)
                .append('\t')
                .append(String.join("\t", owners))
                .append('\n'));
    return text.toString();
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
            + (function.mutates() ? "m" : "")
            + flags(function.flows());
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
