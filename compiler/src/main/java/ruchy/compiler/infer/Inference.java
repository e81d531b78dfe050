package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Test;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Callable;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Finds the types of a program: evaluates versions of functions on types until nothing grows any
/// more.
public final class Inference {

  /// Versions whose evaluation is under way, one within the other.
  private static final int GREATEST_DEPTH = 400;

  /// Evaluations of one version. Types are built of few parts and each part can only grow a few
  /// times, so far fewer are the rule; a type that grew within itself would never end.
  private static final int MOST_EVALUATIONS = 1_000;

  private final Program program;
  private final Library library;
  private final boolean specialise;
  private final boolean addsItself;
  private final Deque<Version> queue = new ArrayDeque<>();
  private final Lattice lattice = new Lattice(new Consequences());
  private final Versions versions;

  private final Map<Variable, Cell> globals = new HashMap<>();
  private final Map<List<String>, Layout> layouts = new LinkedHashMap<>();
  private final Map<UserType, Map<String, Cell>> fields = new HashMap<>();
  private final Set<UserType> escapedTypes = new LinkedHashSet<>();
  private final Signatures signatures;
  private final WrittenNames writtenNames;
  private int depth;
  private boolean knowsGlobals = true;
  private boolean removesUnknownKeys;

  /// Code behind what certainly raises is looked at too, as if it had yielded anything: for the
  /// problems there, not for the types of the program.
  private boolean goesOn;

  private Inference(Program program, Library library, boolean specialise) {
    this.program = program;
    this.library = library;
    this.specialise = specialise;
    this.addsItself =
        program.userTypes().stream().anyMatch(type -> type.methods().containsKey("+"));
    this.signatures = new Signatures(this);
    this.writtenNames = WrittenNames.of(program);
    this.knowsGlobals = !program.isSession();
    this.versions = new Versions(this, program);
  }

  /// The types of the program. Without `specialise` every value counts as `ANY`: the slow way, for
  /// comparison. What is certainly wrong is reported.
  public static Types infer(
      Program program, Library library, boolean specialise, Problems problems) {
    try {
      return new Inference(program, library, specialise).run(problems);
    } catch (Endless endless) {
      return new Inference(program, library, false).run(problems);
    }
  }

  /// The types of the program grow on and on.
  private static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1;

    Endless() {
      super(null, null, false, false);
    }
  }

  private Types run(Problems problems) {
    Types types = types();
    CertainFaults.report(types.versions(), library, writtenNames.members(), problems);
    if (leavesOut(types)) {
      var further = new Inference(program, library, specialise);
      further.goesOn = true;
      CertainFaults.report(further.types().versions(), library, writtenNames.members(), problems);
    }
    reportUncalled(types, problems);
    return types;
  }

  /// Whether code of functions that are called has not been looked at: behind what leaves or
  /// certainly raises, or in a closure that nothing calls.
  private boolean leavesOut(Types types) {
    Set<Function> called = new HashSet<>();
    for (Version version : types.versions()) {
      called.add(version.function());
    }
    for (Version version : types.versions()) {
      if (version.hasLeftOut() || Evaluation.stopsAtFault(version)) {
        return true;
      }
    }
    for (Function function : program.functions()) {
      if (function.enclosing() != null
          && !called.contains(function)
          && isWithin(function, called)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWithin(Function function, Set<Function> called) {
    return called.contains(outermost(function));
  }

  private Types types() {
    if (program.isSession()) {
      // Other entries of the session have made instances, and will call methods.
      program.userTypes().forEach(type -> lattice.giveUp(new Type.InstanceType(type)));
    }
    Version topLevel = versions.of(new Code(program.topLevel(), null), List.of());
    Function mainFunction = program.main();
    Version main = null;
    if (mainFunction != null) {
      List<@Nullable Type> absent = new ArrayList<>();
      mainFunction.parameters().forEach(p -> absent.add(null));
      main = versions.of(new Code(mainFunction, null), absent);
    }
    Map<Test, Version> tests = new LinkedHashMap<>();
    for (Test test : program.tests()) {
      tests.put(test, versions.of(new Code(test.function(), null), List.of()));
    }
    drain();
    if (goesOn) {
      lookAtClosures();
    }
    Types types =
        new Types(
            topLevel,
            main,
            tests,
            globals,
            List.copyOf(layouts.values()),
            versions.open(),
            fields,
            escapedTypes,
            versions::only);
    types.markReached();
    if (removesUnknownKeys) {
      layouts.values().stream().filter(Layout::isEscaped).forEach(Layout::markDynamic);
    }
    return types;
  }

  /// Functions that nothing calls have faults too: they are looked at as if called with anything,
  /// in a world of their own, so that they cannot make the types of the program worse.
  private void reportUncalled(Types types, Problems problems) {
    Set<Function> called = new HashSet<>();
    for (Version version : types.versions()) {
      called.add(version.function());
    }
    Set<Function> uncalled = new LinkedHashSet<>();
    for (Function function : program.functions()) {
      if (!called.contains(function) && function.enclosing() == null) {
        uncalled.add(function);
      }
    }
    if (uncalled.isEmpty()) {
      return;
    }
    var other = new Inference(program, library, specialise);
    other.knowsGlobals = false;
    other.goesOn = true;
    for (Function function : uncalled) {
      Version version = other.versions.open(new Code(function, null), function.parameters().size());
      other.versions.takeAnything(version, function.takesSelf() ? function.owner() : null);
    }
    other.drain();
    other.lookAtClosures();
    List<Version> within = other.versions.all();
    within.removeIf(version -> !uncalled.contains(outermost(version.function())));
    types.noteUncalled(within);
    CertainFaults.report(within, library, writtenNames.members(), problems);
  }

  /// Closures that nothing calls are looked at as if called with anything.
  private void lookAtClosures() {
    Set<Code> uncalled = new LinkedHashSet<>();
    do {
      uncalled.clear();
      versions.all().forEach(version -> uncalled.addAll(version.made()));
      uncalled.removeIf(versions::reaches);
      uncalled.forEach(versions::escape);
      drain();
    } while (!uncalled.isEmpty());
  }

  private static Function outermost(Function function) {
    Function outermost = function;
    while (outermost.enclosing() != null) {
      outermost = outermost.enclosing();
    }
    return outermost;
  }

  /// Whether objects of that type of the library may have something of the program in place of the
  /// member.
  boolean isReplaceable(Type type, String member) {
    return type instanceof Type.LibraryType(String owner)
        && writtenNames.members().contains(member)
        && library.functions(owner, member).stream()
            .noneMatch(f -> f.kind() == LibraryFunction.Kind.WRITE);
  }

  private void drain() {
    while (!queue.isEmpty()) {
      Version version = queue.poll();
      if (version.queued) {
        evaluate(version);
      }
    }
  }

  private void evaluate(Version version) {
    if (++version.evaluations > MOST_EVALUATIONS && specialise) {
      throw new Endless();
    }
    version.queued = false;
    version.startAnew();
    depth++;
    version.running++;
    new Evaluation(this, version).run();
    version.running--;
    depth--;
  }

  /// Evaluates a version that has news at once, unless it is being evaluated: its caller then knows
  /// the result in one go, instead of being evaluated again for each of its calls.
  void settle(Version version) {
    if (version.queued && version.running == 0 && depth < GREATEST_DEPTH) {
      evaluate(version);
    }
  }

  void enqueue(Version version) {
    if (!version.queued) {
      version.queued = true;
      queue.add(version);
    }
  }

  Library library() {
    return library;
  }

  Lattice lattice() {
    return lattice;
  }

  Signatures signatures() {
    return signatures;
  }

  boolean goesOn() {
    return goesOn;
  }

  /// Whether some type of the program defines `+`.
  boolean addsItself() {
    return addsItself;
  }

  boolean specialises() {
    return specialise;
  }

  /// Whether globals hold only what the code that is looked at puts there.
  boolean knowsGlobals() {
    return knowsGlobals;
  }

  Versions versions() {
    return versions;
  }

  Cell global(Variable variable) {
    return globals.computeIfAbsent(
        variable,
        v -> {
          Cell cell = new Cell();
          if (!knowsGlobals) {
            lattice.flow(ANY, cell);
          }
          return cell;
        });
  }

  Layout layout(List<String> keys) {
    return layouts.computeIfAbsent(keys, Layout::new);
  }

  Cell field(UserType type, String name) {
    return fields
        .computeIfAbsent(type, t -> new LinkedHashMap<>())
        .computeIfAbsent(
            name,
            n -> {
              Cell cell = new Cell();
              if (escapedTypes.contains(type)) {
                lattice.flow(anything(type, n), cell);
              }
              return cell;
            });
  }

  /// What unknown code may put into a field: what its annotation lets pass. The payload of a
  /// variant never changes, but unknown code may make variants.
  private Type anything(UserType type, String name) {
    UserType.Field field =
        type.form() == UserType.Form.ENUM ? MemberEvaluation.payload(type, name) : type.field(name);
    Annotation annotation = field == null ? null : field.annotation();
    return annotation == null ? ANY : Annotations.fromAnything(annotation, lattice);
  }

  /// The default of a field flows into it; the version that makes the instance runs it.
  void initialise(UserType type, UserType.Field field, Version maker) {
    Function initial = field.initial();
    if (initial == null) {
      lattice.flow(Type.Basic.NIL, field(type, field.name()));
      return;
    }
    Version version = versions.of(new Code(initial, null), List.of());
    maker.alsoReaches(version);
    lattice.flow(version.result().read(maker), field(type, field.name()));
  }

  /// An instance is made. The runtime itself asks it for its text (L 9.4); it also compares
  /// instances, for example in lists, so a type that defines how is known to unknown code.
  void made(UserType type, Version maker) {
    Function text = type.textMethod();
    if (text != null) {
      Version version = versions.open(Code.ofMethod(text, type), 1);
      versions.takeAnything(version, type);
      maker.alsoReaches(version);
    }
    if (type.methods().containsKey("==") || type.methods().containsKey("<")) {
      lattice.giveUp(new Type.InstanceType(type));
    }
  }

  /// Some code removes keys of a map of which nothing is known.
  void removesUnknownKeys() {
    removesUnknownKeys = true;
  }

  /// What the lattice tells.
  private final class Consequences implements Lattice.Listener {
    @Override
    public void grown(Cell.Reader reader) {
      enqueue((Version) reader);
    }

    @Override
    public void escaped(Callable callable) {
      versions.escape((Code) callable);
    }

    @Override
    public void escaped(UserType type) {
      if (escapedTypes.add(type)) {
        List.copyOf(fields.getOrDefault(type, Map.of()).entrySet())
            .forEach(entry -> lattice.flow(anything(type, entry.getKey()), entry.getValue()));
        for (Function method : type.methods().values()) {
          versions.escape(Code.ofMethod(method, type));
        }
      }
    }
  }
}
