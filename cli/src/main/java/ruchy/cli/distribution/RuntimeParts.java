package ruchy.cli.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import ruchy.compiler.pack.Part;

/// Prepares the parts of jars from which `ruchyc build` chooses:
///
/// ```
/// NAME.zip     the files of one room of the runtime, or of one library
/// rooms.tsv    a line a room: its name, and the parts that a program needs that reaches it; `*` is any program
/// library.tsv  the index of the library, for the compiler
/// ```
///
/// What needs what is read off the class files, so nobody keeps a list of it. A room of which only
/// some classes need libraries is two parts, so that a program that never makes an event loop
/// carries none.
final class RuntimeParts {
  private static final String PACKAGE = "ruchy/runtime/";
  private static final String LAUNCHER = "launcher";
  private static final String LIBRARY = "META-INF/ruchy/library.tsv";

  /// The oldest Java that runs the jars.
  private static final int FEATURE = 25;

  /// Works while the runtime is built.
  private static final String BUILD_ROOM = "index";

  /// What any program may call, or finds by name while it runs.
  private static final List<String> ALWAYS =
      List.of("call", "failure", "library", "member", "operator", "value");

  /// Any program needs of this room what needs no library itself; the rest comes with the rooms
  /// that refer to it.
  private static final String START = "engine";

  private static final String OPEN_DOOR = "Add-Opens: java.base/java.lang\n";

  /// Event loops and the threads of sockets carry virtual threads, by a door that the JDK keeps
  /// shut. Opening it costs a program that has neither a third of its start.
  private static final Map<String, String> MANIFESTS =
      Map.of(heavy(START), OPEN_DOOR, "net", OPEN_DOOR);

  /// What a library finds by name: a machine's own code, by the classes that load it.
  private static final Map<String, String> BY_NAME =
      Map.of("netty-transport-classes-epoll", "netty-transport-native-epoll");

  private final SortedMap<String, byte[]> runtime;
  private final SortedMap<String, ClassPath.Library> libraries = new TreeMap<>();

  /// Internal name of each class to the part that it is in.
  private final Map<String, String> partOf = new HashMap<>();

  /// Each part of the runtime to its files.
  private final SortedMap<String, SortedMap<String, byte[]>> files = new TreeMap<>();

  /// Each part to those that it refers to.
  private final Map<String, SortedSet<String>> needs = new HashMap<>();

  private RuntimeParts(ClassPath classPath) {
    this.runtime = classPath.runtime();
    for (var library : classPath.libraries()) libraries.put(library.name(), library);
  }

  /// Arguments: the folder to write to, the folder with the launcher's classes, the project's
  /// licence, the class path.
  public static void main(String[] args) throws IOException {
    var parts = new RuntimeParts(ClassPath.read(args[3]));
    parts.divide();
    parts.addLauncher(Path.of(args[1]), Path.of(args[2]));
    parts.write(Files.createDirectories(Path.of(args[0])));
  }

  /// Finds out what is in which part, and which part needs which.
  private void divide() {
    for (var library : libraries.values()) {
      for (String name : library.files().keySet()) {
        if (isClassOfLibrary(name)) partOf.put(className(name), library.name());
      }
    }
    var references = new HashMap<String, Set<String>>();
    runtime.forEach(
        (name, content) -> {
          if (isClassOfRoom(name) && !isDispatcher(name))
            references.put(className(name), References.of(content));
        });
    var withLibraries = thoseThatReachLibraries(references);
    for (var file : runtime.entrySet()) {
      var name = file.getKey();
      if (!name.startsWith(PACKAGE) && !name.equals(LIBRARY)) continue;
      var room = name.startsWith(PACKAGE) ? room(name) : "library";
      if (room.equals(BUILD_ROOM) || name.endsWith("/package-info.class")) continue;
      var part = withLibraries.contains(className(name)) ? heavy(room) : room;
      files.computeIfAbsent(part, _ -> new TreeMap<>()).put(name, warm(name, file.getValue()));
      partOf.put(className(name), part);
    }
    MANIFESTS.forEach(
        (part, lines) -> {
          var ofPart = files.get(part);
          if (ofPart != null) ofPart.put("META-INF/MANIFEST.MF", lines.getBytes(UTF_8));
        });
    references.forEach(this::addNeeds);
    for (var library : libraries.values()) {
      for (var file : library.files().entrySet()) {
        if (!isClassOfLibrary(file.getKey())) continue;
        addNeeds(className(file.getKey()), References.of(file.getValue()));
      }
    }
    BY_NAME.forEach((user, used) -> needsOf(versioned(user)).add(versioned(used)));
  }

  private static byte[] warm(String name, byte[] content) {
    if (!name.endsWith(".class")) return content;
    return RecordMethods.rewritten(PatternSwitches.rewritten(content, SealedTypes.NONE));
  }

  /// The classes of the runtime that refer to a library, directly or through others.
  private Set<String> thoseThatReachLibraries(Map<String, Set<String>> references) {
    var users = new HashMap<String, Set<String>>();
    var reached = new ArrayDeque<String>();
    references.forEach(
        (user, used) -> {
          for (String name : used) {
            users.computeIfAbsent(name, _ -> new HashSet<>()).add(user);
            if (partOf.containsKey(name)) reached.add(user);
          }
        });
    var found = new HashSet<String>();
    while (!reached.isEmpty()) {
      var next = reached.remove();
      if (found.add(next)) reached.addAll(users.getOrDefault(next, Set.of()));
    }
    return found;
  }

  private void addNeeds(String className, Set<String> used) {
    var user = partOf.get(className);
    if (user == null) return;
    for (String name : used) {
      var part = partOf.get(name);
      if (part != null && !part.equals(user)) needsOf(user).add(part);
    }
  }

  private SortedSet<String> needsOf(String part) {
    return needs.computeIfAbsent(part, _ -> new TreeSet<>());
  }

  private void addLauncher(Path classes, Path licence) throws IOException {
    var launcher = new TreeMap<String, byte[]>();
    try (var paths = Files.list(classes.resolve("ruchy/launcher"))) {
      for (Path file : paths.filter(path -> !path.endsWith("package-info.class")).toList()) {
        launcher.put("ruchy/launcher/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    launcher.put("META-INF/licenses/ruchyc/LICENSE", Files.readAllBytes(licence));
    files.put(LAUNCHER, launcher);
  }

  private void write(Path folder) throws IOException {
    var table = new StringBuilder();
    var wanted = new TreeSet<String>();
    for (var line : rooms().entrySet()) {
      wanted.addAll(line.getValue());
      table
          .append(line.getKey())
          .append('\t')
          .append(String.join("\t", line.getValue()))
          .append('\n');
    }
    try (var present = Files.list(folder)) {
      for (Path file : present.toList()) Files.delete(file);
    }
    var owners = new HashMap<String, String>();
    for (String name : wanted) {
      var part = part(name);
      for (String file : part.names()) {
        var owner = Part.isMerged(file) ? null : owners.put(file, name);
        if (owner != null)
          throw new IllegalStateException(file + " is in " + owner + " and " + name);
      }
      Files.write(folder.resolve(name + ".zip"), part.archive());
    }
    Files.writeString(folder.resolve("rooms.tsv"), table);
    var library = runtime.get(LIBRARY);
    if (library == null) throw new IllegalStateException("The runtime has no " + LIBRARY);
    Files.write(folder.resolve("library.tsv"), library);
  }

  /// Each room to all the parts that it needs, those of any program under `*`.
  private SortedMap<String, SortedSet<String>> rooms() {
    var rooms = new TreeMap<String, SortedSet<String>>();
    var any = new TreeSet<>(Set.of(LAUNCHER, START));
    for (String room : ALWAYS) any.addAll(rootsOf(room));
    rooms.put("*", closure(any));
    for (String part : files.keySet()) {
      if (part.equals(LAUNCHER)) continue;
      var room = part.endsWith(heavy("")) ? part.substring(0, part.indexOf(heavy(""))) : part;
      rooms.put(room, closure(room.equals(START) ? new TreeSet<>(Set.of(START)) : rootsOf(room)));
    }
    return rooms;
  }

  private SortedSet<String> rootsOf(String room) {
    var roots = new TreeSet<>(Set.of(room, heavy(room)));
    roots.retainAll(files.keySet());
    return roots;
  }

  private SortedSet<String> closure(SortedSet<String> roots) {
    var found = new TreeSet<String>();
    var left = new ArrayDeque<>(roots);
    while (!left.isEmpty()) {
      var next = left.remove();
      if (found.add(next)) left.addAll(needs.getOrDefault(next, new TreeSet<>()));
    }
    return found;
  }

  private Part part(String name) throws IOException {
    var library = libraries.get(name);
    return library == null
        ? Part.ofFiles(files.getOrDefault(name, new TreeMap<>()))
        : Part.ofLibrary(name, Files.readAllBytes(library.jar()), FEATURE, Origins.of(name));
  }

  /// The library whose name without version this is.
  private String versioned(String name) {
    return libraries.keySet().stream()
        .filter(library -> library.matches(name + "-\\d.*"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
  }

  private static String heavy(String room) {
    return room + "-with-libraries";
  }

  /// The descriptions of modules have one name in all libraries, and no jar has any.
  private static boolean isClassOfLibrary(String file) {
    return file.endsWith(".class") && !file.endsWith("module-info.class");
  }

  private static boolean isClassOfRoom(String file) {
    return file.startsWith(PACKAGE) && file.endsWith(".class") && !room(file).equals(BUILD_ROOM);
  }

  /// Written by the index: they name every member of the library, and meet only what the program
  /// has made, so they ask for nothing.
  private static boolean isDispatcher(String file) {
    return file.startsWith(PACKAGE + "call/dispatch/")
        || file.equals(PACKAGE + "call/Dispatchers.class");
  }

  /// The room of a file of the runtime: `http` of `ruchy/runtime/http/client/Url.class`.
  private static String room(String file) {
    int slash = file.indexOf('/', PACKAGE.length());
    return slash < 0 ? "library" : file.substring(PACKAGE.length(), slash);
  }

  private static String className(String file) {
    return file.endsWith(".class") ? file.substring(0, file.length() - ".class".length()) : file;
  }
}
