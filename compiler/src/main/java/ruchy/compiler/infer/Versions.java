package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Type;

/// The versions of a program's functions: one for each tuple of argument types that calls have,
/// within a budget; beyond it, and for calls from unknown code, open ones whose parameters take
/// what flows into them.
final class Versions {
  /// Versions of one function besides its open ones; more are rarely different in what they gain.
  private static final int VERSIONS_PER_FUNCTION = 4;

  /// The key in `openVersions` of the version that callers reach who may leave out arguments before
  /// others; the other keys are numbers of arguments.
  private static final int GAPPED = -1;

  private final Inference inference;
  private final Lattice lattice;

  /// Whether programs name parameters, so that arguments before others may be left out.
  private final boolean namesParameters;

  /// How many there may be besides the open ones.
  private final int budget;

  private final Map<Code, List<Version>> closed = new LinkedHashMap<>();
  private final Map<Code, Map<Integer, Version>> openVersions = new LinkedHashMap<>();
  private final Map<Code, Map<List<Boolean>, Version>> gapVersions = new HashMap<>();
  private int count;

  Versions(Inference inference, Program program) {
    this.inference = inference;
    this.lattice = inference.lattice();
    this.namesParameters = program.namesParameters();
    this.budget = 3 * program.functions().size() + 100;
  }

  /// All versions of functions that are not open, and then the open ones.
  List<Version> all() {
    List<Version> all = new ArrayList<>();
    closed.values().forEach(all::addAll);
    openVersions.values().forEach(byCount -> all.addAll(byCount.values()));
    return all;
  }

  /// Whether something calls the code.
  boolean reaches(Code code) {
    return closed.containsKey(code) || openVersions.containsKey(code);
  }

  /// The open versions of each code, by their number of arguments.
  Map<Code, Map<Integer, Version>> open() {
    return openVersions;
  }

  /// The one version of a function without parameters and captures, such as the default of a field.
  @Nullable Version only(Function function) {
    List<Version> known = closed.getOrDefault(new Code(function, null), List.of());
    return known.isEmpty()
        ? openVersions.getOrDefault(new Code(function, null), Map.of()).get(0)
        : known.getFirst();
  }

  /// The version that a call with these argument types reaches; null is an absent argument.
  /// Arguments flow into it.
  Version of(Code code, List<@Nullable Type> arguments) {
    List<Version> known = closed.computeIfAbsent(code, c -> new ArrayList<>());
    for (Version version : known) {
      if (matches(version.arguments(), arguments)) {
        return version;
      }
    }
    if (!inference.specialises() || known.size() >= VERSIONS_PER_FUNCTION || count >= budget) {
      return widened(code, arguments);
    }
    count++;
    Version version = new Version(code.function(), code.enclosing(), false, arguments);
    known.add(version);
    flowArguments(version, arguments);
    inference.enqueue(version);
    inference.settle(version);
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
      inference.enqueue(version);
    }
    return version;
  }

  /// A call beyond the budget joins the open version for its number of arguments; one that leaves
  /// out arguments before others has a version for just these.
  private Version widened(Code named, List<@Nullable Type> arguments) {
    Code code = named.forArguments(arguments);
    int given = 0;
    while (given < arguments.size() && arguments.get(given) != null) {
      given++;
    }
    boolean hasGap = arguments.subList(given, arguments.size()).stream().anyMatch(Objects::nonNull);
    Version version = hasGap ? withGaps(code, arguments) : open(code, given);
    flowArguments(version, arguments);
    inference.settle(version);
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
              inference.enqueue(version);
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
    if (namesParameters && function.hasComputedBeforeOthers()) {
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
              inference.enqueue(version);
              return version;
            });
  }

  /// Every parameter may be anything, but `self` is an instance of the receiver's type.
  void takeAnything(Version version, @Nullable UserType receiver) {
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
            inference.knowsGlobals() || annotation == null || version.mayLack(i)
                ? ANY
                : Annotations.fromAnything(annotation, lattice);
        Type taken = i == 0 && receiver != null ? new Type.InstanceType(receiver) : unknown;
        lattice.flow(taken, cell);
      }
    }
    lattice.giveUp(version.result().read(version));
    inference.enqueue(version);
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
}
