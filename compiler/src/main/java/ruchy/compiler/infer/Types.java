package ruchy.compiler.infer;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Test;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Callable;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;

/// What inference has found: the versions of functions that can run, with the types in them.
public final class Types {
  private final Version topLevel;
  private final @Nullable Version main;
  private final Map<Test, Version> tests;
  private final Map<Variable, Cell> globals;
  private final List<Layout> layouts;
  private final Map<Code, Map<Integer, Version>> openVersions;
  private final Map<UserType, Map<String, Cell>> fields;
  private final Set<UserType> escapedTypes;
  private final java.util.function.Function<Function, @Nullable Version> onlyVersion;
  private final Set<Version> versions = new LinkedHashSet<>();
  private final Set<Code> values = new LinkedHashSet<>();
  private List<Version> uncalled = List.of();

  Types(
      Version topLevel,
      @Nullable Version main,
      Map<Test, Version> tests,
      Map<Variable, Cell> globals,
      List<Layout> layouts,
      Map<Code, Map<Integer, Version>> openVersions,
      Map<UserType, Map<String, Cell>> fields,
      Set<UserType> escapedTypes,
      java.util.function.Function<Function, @Nullable Version> onlyVersion) {
    this.topLevel = topLevel;
    this.main = main;
    this.tests = tests;
    this.globals = globals;
    this.layouts = layouts;
    this.openVersions = openVersions;
    this.fields = fields;
    this.escapedTypes = escapedTypes;
    this.onlyVersion = onlyVersion;
  }

  public Version topLevel() {
    return topLevel;
  }

  public @Nullable Version main() {
    return main;
  }

  /// The tests that can be run, in their order.
  public Map<Test, Version> tests() {
    return tests;
  }

  public Type typeOf(Variable global) {
    Cell cell = globals.get(global);
    return cell == null ? Type.Basic.NEVER : cell.type();
  }

  public List<Layout> layouts() {
    return layouts;
  }

  /// The type of a field of a user type (variants: `Variant.field`).
  public Type typeOf(UserType type, String field) {
    Cell cell = fields.getOrDefault(type, Map.of()).get(field);
    return cell == null ? Type.Basic.NEVER : cell.type();
  }

  /// The types of which unknown code may have instances, in the order in which they were given up.
  public Collection<UserType> escapedTypes() {
    return escapedTypes;
  }

  /// The version of a function without parameters and captures, such as the default of a field.
  public @Nullable Version onlyVersion(Function function) {
    return onlyVersion.apply(function);
  }

  /// The versions that can run, in the order in which calls reach them.
  public Collection<Version> versions() {
    return versions;
  }

  /// Versions of the functions that nothing calls, as if called with anything; of no use to code
  /// that runs.
  public List<Version> uncalled() {
    return uncalled;
  }

  void noteUncalled(List<Version> uncalled) {
    this.uncalled = List.copyOf(uncalled);
  }

  /// The functions that exist as values.
  public Collection<Code> values() {
    return values;
  }

  /// The open versions of a function by number of arguments: what calls from unknown code reach.
  public Map<Integer, Version> openVersions(Code code) {
    return openVersions.getOrDefault(code, Map.of());
  }

  /// Finds what can run, starting at the top level.
  void markReached() {
    Deque<Version> queue = new ArrayDeque<>();
    reach(topLevel, queue);
    if (main != null) {
      reach(main, queue);
    }
    tests.values().forEach(test -> reach(test, queue));
    reachMethods(queue);
    while (!queue.isEmpty()) {
      Version version = queue.poll();
      for (Version.Reached reached : version.reached()) {
        switch (reached.target()) {
          case Target.OfVersion of -> reach(of.version(), queue);
          case Target.OfClosure of -> reach(of.version(), queue);
          case Target.OfMethod of -> reach(of.version(), queue);
          case Target.OfMethods of -> of.choices().forEach(c -> reach(c.version(), queue));
          case Target.OfLibrary ignored -> {}
          case Target.OfField ignored -> {}
        }
      }
      for (Code code : version.made()) {
        reach(code, queue);
      }
    }
  }

  /// Unknown code may call the methods of types whose instances it has.
  private void reachMethods(Deque<Version> queue) {
    for (UserType type : escapedTypes) {
      for (Function method : type.methods().values()) {
        openVersions(Code.ofMethod(method, type)).values().forEach(v -> reach(v, queue));
      }
    }
  }

  private void reach(Code code, Deque<Version> queue) {
    if (values.add(code)) {
      openVersions(code).values().forEach(v -> reach(v, queue));
    }
  }

  private void reach(Version version, Deque<Version> queue) {
    if (versions.add(version)) {
      queue.add(version);
    }
  }

  /// The code of a callable in types.
  public static Code code(Callable callable) {
    return (Code) callable;
  }
}
