package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  /// Versions of one function besides its open ones; more are rarely different in what they gain.
  private static final int VERSIONS_PER_FUNCTION = 4;

  /// Versions whose evaluation is under way, one within the other.
  private static final int GREATEST_DEPTH = 400;

  /// Evaluations of one version. Types are built of few parts and each part can only grow a few
  /// times, so far fewer are the rule; a type that grew within itself would never end.
  private static final int MOST_EVALUATIONS = 1_000;

  private final Program program;
  private final Library library;
  private final boolean specialise;
  private final Deque<Version> queue = new ArrayDeque<>();
  private final Lattice lattice = new Lattice(new Consequences());
  private final Map<Code, List<Version>> versions = new LinkedHashMap<>();
  private final Map<Code, Map<Integer, Version>> openVersions = new LinkedHashMap<>();
  private final Map<Code, Map<List<Boolean>, Version>> gapVersions = new HashMap<>();

  /// The key in `openVersions` of the version that callers reach who may leave out arguments before
  /// others; the other keys are numbers of arguments.
  private static final int GAPPED = -1;

  private final Map<Variable, Cell> globals = new HashMap<>();
  private final Map<List<String>, Layout> layouts = new LinkedHashMap<>();
  private final Map<UserType, Map<String, Cell>> fields = new HashMap<>();
  private final Set<UserType> escapedTypes = new LinkedHashSet<>();
  private final Signatures signatures;
  private final Set<String> assignedMembers;
  private int versionCount;
  private int depth;
  private boolean knowsGlobals = true;
  private final int versionBudget;
  private boolean removesUnknownKeys;

  /// Code behind what certainly raises is looked at too, as if it had yielded anything: for the
  /// problems there, not for the types of the program.
  private boolean goesOn;

  private Inference(Program program, Library library, boolean specialise) {
    this.program = program;
    this.library = library;
    this.specialise = specialise;
    this.signatures = new Signatures(this);
    this.assignedMembers = AssignedMembers.of(program);
    this.knowsGlobals = !program.isSession();
    this.versionBudget = 3 * program.functions().size() + 100;
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
    CertainFaults.report(types.versions(), library, assignedMembers, problems);
    if (leavesOut(types)) {
      var further = new Inference(program, library, specialise);
      further.goesOn = true;
      CertainFaults.report(further.types().versions(), library, assignedMembers, problems);
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
    Version topLevel = version(new Code(program.topLevel(), null), List.of());
    Function mainFunction = program.main();
    Version main = null;
    if (mainFunction != null) {
      List<@Nullable Type> absent = new ArrayList<>();
      mainFunction.parameters().forEach(p -> absent.add(null));
      main = version(new Code(mainFunction, null), absent);
    }
    Map<Test, Version> tests = new LinkedHashMap<>();
    for (Test test : program.tests()) {
      tests.put(test, version(new Code(test.function(), null), List.of()));
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
            openVersions,
            fields,
            escapedTypes,
            this::onlyVersion);
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
    var other = new Inference(program, library, specialise);
    other.knowsGlobals = false;
    other.goesOn = true;
    Set<Function> uncalled = new HashSet<>();
    for (Function function : program.functions()) {
      if (!called.contains(function) && function.enclosing() == null) {
        Version version = other.open(new Code(function, null), function.parameters().size());
        other.takeAnything(version, function.takesSelf() ? function.owner() : null);
        uncalled.add(function);
      }
    }
    other.drain();
    other.lookAtClosures();
    List<Version> within = new ArrayList<>();
    other.versions.values().forEach(within::addAll);
    other.openVersions.values().forEach(byCount -> within.addAll(byCount.values()));
    within.removeIf(version -> !uncalled.contains(outermost(version.function())));
    types.noteUncalled(within);
    CertainFaults.report(within, library, assignedMembers, problems);
  }

  /// Closures that nothing calls are looked at as if called with anything.
  private void lookAtClosures() {
    Set<Code> uncalled = new LinkedHashSet<>();
    do {
      uncalled.clear();
      List<Version> known = new ArrayList<>();
      versions.values().forEach(known::addAll);
      openVersions.values().forEach(byCount -> known.addAll(byCount.values()));
      known.forEach(version -> uncalled.addAll(version.made()));
      uncalled.removeIf(code -> versions.containsKey(code) || openVersions.containsKey(code));
      uncalled.forEach(this::escape);
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
        && assignedMembers.contains(member)
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

  boolean specialises() {
    return specialise;
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
    Version version = version(new Code(initial, null), List.of());
    maker.alsoReaches(version);
    lattice.flow(version.result().read(maker), field(type, field.name()));
  }

  /// The one version of a function without parameters and captures, such as the default of a field.
  private @Nullable Version onlyVersion(Function function) {
    List<Version> known = versions.getOrDefault(new Code(function, null), List.of());
    return known.isEmpty()
        ? openVersions.getOrDefault(new Code(function, null), Map.of()).get(0)
        : known.getFirst();
  }

  /// An instance is made. The runtime itself asks it for its text (L 9.4); it also compares
  /// instances, for example in lists, so a type that defines how is known to unknown code.
  void made(UserType type, Version maker) {
    Function text = type.textMethod();
    if (text != null) {
      Version version = open(Code.ofMethod(text, type), 1);
      takeAnything(version, type);
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

  /// The version that a call with these argument types reaches; null is an absent argument.
  /// Arguments flow into it.
  Version version(Code code, List<@Nullable Type> arguments) {
    List<Version> known = versions.computeIfAbsent(code, c -> new ArrayList<>());
    for (Version version : known) {
      if (matches(version.arguments(), arguments)) {
        return version;
      }
    }
    if (!specialise || known.size() >= VERSIONS_PER_FUNCTION || versionCount >= versionBudget) {
      return widened(code, arguments);
    }
    versionCount++;
    Version version = new Version(code.function(), code.enclosing(), false, arguments);
    known.add(version);
    flowArguments(version, arguments);
    enqueue(version);
    settle(version);
    return version;
  }

  /// The open version for that number of arguments; its parameters take what flows into them.
  Version open(Code code, int arguments) {
    Map<Integer, Version> byCount = openVersions.computeIfAbsent(code, c -> new LinkedHashMap<>());
    Version version = byCount.get(arguments);
    if (version == null) {
      List<@Nullable Type> given = new ArrayList<>();
      for (int i = 0; i < code.function().parameters().size(); i++) {
        boolean isRest = code.function().hasRest() && i == code.function().parameters().size() - 1;
        given.add(i < arguments || isRest ? ANY : null);
      }
      version = new Version(code.function(), code.enclosing(), true, given);
      byCount.put(arguments, version);
      enqueue(version);
    }
    return version;
  }

  /// A call beyond the budget joins the open version for its number of arguments; one that leaves
  /// out arguments before others has a version for just these.
  private Version widened(Code named, List<@Nullable Type> arguments) {
    Code code = named.forArguments(arguments);
    int count = 0;
    while (count < arguments.size() && arguments.get(count) != null) {
      count++;
    }
    boolean hasGap = arguments.subList(count, arguments.size()).stream().anyMatch(Objects::nonNull);
    Version version = hasGap ? withGaps(code, arguments) : open(code, count);
    flowArguments(version, arguments);
    settle(version);
    return version;
  }

  private Version withGaps(Code code, List<@Nullable Type> arguments) {
    List<Boolean> given = arguments.stream().map(Objects::nonNull).toList();
    return gapVersions
        .computeIfAbsent(code, c -> new LinkedHashMap<>())
        .computeIfAbsent(
            given,
            g -> {
              List<@Nullable Type> present = new ArrayList<>();
              g.forEach(isGiven -> present.add(isGiven ? ANY : null));
              Version version = new Version(code.function(), code.enclosing(), true, present);
              enqueue(version);
              return version;
            });
  }

  void flowArguments(Version version, List<@Nullable Type> arguments) {
    List<Function.Parameter> parameters = version.function().parameters();
    for (int i = 0; i < parameters.size() && i < arguments.size(); i++) {
      Type type = arguments.get(i);
      if (type != null) {
        lattice.flow(type, version.cell(parameters.get(i).variable()));
      }
    }
  }

  /// Unknown code may call the code: every number of arguments gets an open version that takes
  /// anything.
  void escape(Code code) {
    Function function = code.function();
    for (int count = function.minimumArity(); count <= function.parameters().size(); count++) {
      if (function.hasRest() && count == function.parameters().size()) {
        break;
      }
      takeAnything(open(code, count), code.receiver());
    }
    if (program.namesParameters() && function.hasComputedBeforeOthers()) {
      takeAnything(gapped(code), code.receiver());
    }
  }

  private Version gapped(Code code) {
    return openVersions
        .computeIfAbsent(code, c -> new LinkedHashMap<>())
        .computeIfAbsent(
            GAPPED,
            key -> {
              List<@Nullable Type> given = new ArrayList<>();
              code.function().parameters().forEach(parameter -> given.add(ANY));
              Version version = Version.gapped(code.function(), code.enclosing(), given);
              enqueue(version);
              return version;
            });
  }

  /// Every parameter may be anything, but `self` is an instance of the receiver's type.
  private void takeAnything(Version version, @Nullable UserType receiver) {
    if (version.escaped) {
      return;
    }
    version.escaped = true;
    List<Function.Parameter> parameters = version.function().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      boolean isRest = version.function().hasRest() && i == parameters.size() - 1;
      Cell cell = version.cell(parameters.get(i).variable());
      if (isRest) {
        Cell elements = new Cell();
        lattice.flow(ANY, elements);
        lattice.flow(new Type.ListType(elements), cell);
      } else if (version.hasArgument(i)) {
        Annotation annotation = parameters.get(i).variable().annotation();
        Type unknown =
            knowsGlobals || annotation == null || version.mayLack(i)
                ? ANY
                : Annotations.fromAnything(annotation, lattice);
        Type taken = i == 0 && receiver != null ? new Type.InstanceType(receiver) : unknown;
        lattice.flow(taken, cell);
      }
    }
    lattice.giveUp(version.result().read(version));
    enqueue(version);
  }

  private boolean matches(List<@Nullable Type> known, List<@Nullable Type> wanted) {
    for (int i = 0; i < known.size(); i++) {
      Type a = known.get(i);
      Type b = i < wanted.size() ? wanted.get(i) : null;
      boolean fits = a == null ? b == null : b != null && alike(a, b);
      if (!fits) {
        return false;
      }
    }
    for (int i = 0; i < known.size(); i++) {
      Type a = known.get(i);
      Type b = wanted.get(i);
      if (a != null && b != null && !a.equals(b)) {
        lattice.join(a, b);
      }
    }
    return true;
  }

  /// Whether two types may share a version without loss: equal, or lists of equal elements.
  private static boolean alike(Type a, Type b) {
    if (a.equals(b)) {
      return true;
    }
    return a instanceof Type.ListType left
        && b instanceof Type.ListType right
        && left.element().type() != NEVER
        && left.element().type().equals(right.element().type());
  }

  /// What the lattice tells.
  private final class Consequences implements Lattice.Listener {
    @Override
    public void grown(Cell.Reader reader) {
      enqueue((Version) reader);
    }

    @Override
    public void escaped(Callable callable) {
      escape((Code) callable);
    }

    @Override
    public void escaped(UserType type) {
      if (escapedTypes.add(type)) {
        List.copyOf(fields.getOrDefault(type, Map.of()).entrySet())
            .forEach(entry -> lattice.flow(anything(type, entry.getKey()), entry.getValue()));
        for (Function method : type.methods().values()) {
          escape(Code.ofMethod(method, type));
        }
      }
    }
  }
}
