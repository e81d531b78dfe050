package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;

/// Finds writes of what was read before a wait: `let n = count; sleep(10); count = n + 1`. Follows
/// each version in the order of evaluation, and keeps for each local which shared state its value
/// comes from and when that was read. Only what certainly waits counts; a read of the same state
/// after the wait clears it, because then the program looks at what others did.
///
/// Of functions that are called it is known which state they yield, and which they write an
/// argument to, so that a getter and a setter count as what they do.
final class StaleWrites {
  /// How deep functions that only call functions are followed.
  private static final int ROUNDS = 2;

  private static final String PARAMETER = "parameter ";

  private final Sharing sharing;
  private final Version version;
  private final Set<Version> waiting;
  private final IdentityHashMap<Version, Summary> summaries;
  private final Summary own = new Summary(new LinkedHashSet<>(), new HashMap<>());
  private final Map<Span, StaleWrite> found;
  private final Map<Variable, List<Reading>> locals = new HashMap<>();
  private final Map<Variable, String> aliases = new HashMap<>();
  private final Map<String, Integer> lastRead = new HashMap<>();
  private int waits;
  private @Nullable Span lastWait;

  /// A value comes from that state, read after so many waits.
  private record Reading(String state, Span place, int waits) {}

  /// What a call of a function does, as far as it is known. State that belongs to a parameter
  /// begins with `PARAMETER` and its position.
  ///
  /// @param yields the state that the result comes from
  /// @param writes the state that the argument with a position is written to
  private record Summary(Set<String> yields, Map<Integer, Set<String>> writes) {}

  private StaleWrites(
      Sharing sharing,
      Version version,
      Set<Version> waiting,
      IdentityHashMap<Version, Summary> summaries,
      Map<Span, StaleWrite> found) {
    this.sharing = sharing;
    this.version = version;
    this.waiting = waiting;
    this.summaries = summaries;
    this.found = found;
  }

  /// All of the program, each place once.
  static List<StaleWrite> of(Types types, Sharing sharing) {
    Set<Version> waiting = waiting(types);
    IdentityHashMap<Version, Summary> summaries = new IdentityHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Version version : types.versions()) {
        var writes = new StaleWrites(sharing, version, waiting, summaries, new HashMap<>());
        summaries.put(version, writes.summary());
      }
    }
    Map<Span, StaleWrite> found = new LinkedHashMap<>();
    for (Version version : types.versions()) {
      new StaleWrites(sharing, version, waiting, summaries, found).look(version.function().body());
    }
    return List.copyOf(found.values());
  }

  private Summary summary() {
    List<Function.Parameter> parameters = version.function().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Variable parameter = parameters.get(i).variable();
      locals.put(parameter, List.of(new Reading(PARAMETER + i, parameter.span(), 0)));
      aliases.put(parameter, PARAMETER + i);
    }
    yields(look(version.function().body()));
    return own;
  }

  private void yields(List<Reading> readings) {
    for (Reading reading : readings) {
      if (!isArgument(reading.state)) own.yields.add(reading.state);
    }
  }

  /// Whether it is an argument itself, and not something of one.
  private static boolean isArgument(String state) {
    return state.startsWith(PARAMETER)
        && state.chars().skip(PARAMETER.length()).allMatch(Character::isDigit);
  }

  /// The versions that certainly wait, unless they leave before.
  private static Set<Version> waiting(Types types) {
    Set<Version> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Version version : types.versions()) {
        if (waiting.contains(version)) continue;
        for (Node node : version.nodes()) {
          if (waits(node, version, waiting)) {
            grows |= waiting.add(version);
          }
        }
      }
    }
    return waiting;
  }

  private static boolean waits(Node node, Version version, Set<Version> waiting) {
    if (node instanceof Node.Await) {
      return true;
    }
    return switch (version.targetOf(node)) {
      case Target.OfLibrary(var function) -> function.waits();
      case Target.OfVersion(Version callee) -> waiting.contains(callee);
      case Target.OfClosure(_, Version callee) -> waiting.contains(callee);
      case Target.OfMethod(_, Version callee) -> waiting.contains(callee);
      case Target.OfMethods _, Target.OfField _ -> false;
      case null -> false;
    };
  }

  /// Where the value of the node comes from.
  private List<Reading> look(Node node) {
    List<Reading> readings =
        switch (node) {
          case Node.Read read -> {
            List<Reading> known = new ArrayList<>(locals.getOrDefault(read.variable(), List.of()));
            known.addAll(reading(node));
            yield known;
          }
          case Node.ReadMember _, Node.ReadIndex _ -> {
            children(node);
            yield reading(node);
          }
          case Node.Declare declare -> bind(declare.variable(), declare.value(), node);
          case Node.Write write -> bind(write.variable(), write.value(), node);
          case Node.WriteMember _, Node.WriteIndex _ -> {
            List<Reading> value = children(node);
            String state = state(node);
            if (state != null) check(state, value, node);
            yield value;
          }
          case Node.Conditional conditional -> {
            look(conditional.condition());
            yield branches(List.of(conditional.then(), conditional.otherwise()));
          }
          case Node.Match match -> {
            look(match.value());
            List<Node> arms = new ArrayList<>();
            match.arms().forEach(arm -> arms.add(arm.body()));
            Node otherwise = match.otherwise();
            if (otherwise != null) arms.add(otherwise);
            yield branches(arms);
          }
          case Node.Return _ -> {
            List<Reading> value = children(node);
            yields(value);
            yield value;
          }
          case Node.CallFunction call -> call(node, call.arguments());
          case Node.CallKnownMethod call -> call(node, call.arguments());
          case Node.CallMethod call -> {
            List<@Nullable Node> arguments = new ArrayList<>(List.of(call.target()));
            if (version.targetOf(call) instanceof Target.OfMethod(Function method, _)) {
              arguments.addAll(call.of(method));
            } else {
              call.arguments().forEach(argument -> arguments.add(argument.value()));
            }
            yield call(node, arguments);
          }
          case Node.Loop _, Node.While _, Node.ForEach _ -> {
            children(node);
            yield children(node); // what one round has read, the next may write
          }
          default -> children(node);
        };
    if (waits(node, version, waiting)) {
      waits++;
      lastWait = node.span();
    }
    return readings;
  }

  /// A call with these arguments, the receiver first: they are evaluated, then it does what its
  /// target is known to do.
  private List<Reading> call(Node node, List<@Nullable Node> arguments) {
    List<Reading> all = new ArrayList<>();
    List<List<Reading>> given = new ArrayList<>();
    for (Node argument : arguments) {
      given.add(argument == null ? List.of() : look(argument));
    }
    given.forEach(all::addAll);
    Version callee =
        switch (version.targetOf(node)) {
          case Target.OfVersion(Version known) -> known;
          case Target.OfMethod(_, Version known) -> known;
          case Target.OfClosure _, Target.OfMethods _ -> null;
          case Target.OfLibrary _, Target.OfField _ -> null;
          case null -> null;
        };
    Summary summary = callee == null ? null : summaries.get(callee);
    if (callee == null || summary == null) {
      return all;
    }
    summary.writes.forEach(
        (position, states) -> {
          if (position < given.size()) {
            for (String state : states) {
              String here = here(state, arguments);
              if (here != null) check(here, given.get(position), node);
            }
          }
        });
    if (!waiting.contains(callee)) {
      for (String state : summary.yields) {
        String here = here(state, arguments);
        if (here != null) {
          lastRead.put(here, waits);
          all.add(new Reading(here, whole(node), waits));
        }
      }
    }
    return all;
  }

  /// The state that a called function names, by its name here; null if it has none.
  private @Nullable String here(String state, List<@Nullable Node> arguments) {
    if (!state.startsWith(PARAMETER)) {
      return state;
    }
    int end = PARAMETER.length();
    while (end < state.length() && Character.isDigit(state.charAt(end))) end++;
    int position = Integer.parseInt(state.substring(PARAMETER.length(), end));
    Node argument = position < arguments.size() ? arguments.get(position) : null;
    String path = argument == null ? null : path(argument);
    return path == null ? null : path + state.substring(end);
  }

  private List<Reading> children(Node node) {
    List<Reading> all = new ArrayList<>();
    Nodes.children(node, child -> all.addAll(look(child)));
    return all;
  }

  /// A branch that leaves has not waited for what comes after.
  private List<Reading> branches(List<Node> branches) {
    List<Reading> all = new ArrayList<>();
    int before = waits;
    int most = waits;
    for (Node branch : branches) {
      waits = before;
      all.addAll(look(branch));
      if (version.typeOf(branch) != Type.Basic.NEVER) most = Math.max(most, waits);
    }
    waits = most;
    return all;
  }

  private List<Reading> bind(Variable variable, Node value, Node node) {
    List<Reading> readings = look(value);
    if (sharing.isSharedState(variable, version)) {
      if (node instanceof Node.Write) check(nameOf(variable), readings, node);
    } else {
      locals.put(variable, readings);
      String path = path(value);
      if (path != null && !variable.isReassigned()) aliases.put(variable, path);
    }
    return readings;
  }

  private List<Reading> reading(Node node) {
    String state = state(node);
    if (state == null) {
      return List.of();
    }
    lastRead.put(state, waits);
    return List.of(new Reading(state, whole(node), waits));
  }

  private void check(String state, List<Reading> readings, Node write) {
    if (!lastRead.containsKey(state)) {
      for (Reading reading : readings) {
        if (isArgument(reading.state)) {
          int position = Integer.parseInt(reading.state.substring(PARAMETER.length()));
          own.writes.computeIfAbsent(position, _ -> new LinkedHashSet<>()).add(state);
        }
      }
    }
    Span wait = lastWait;
    if (wait == null || lastRead.getOrDefault(state, -1) == waits) {
      return;
    }
    Set<String> told = new HashSet<>();
    for (Reading reading : readings) {
      if (reading.state.equals(state) && reading.waits < waits && told.add(state)) {
        Span place = whole(write);
        found.putIfAbsent(place, new StaleWrite(reading.place.text(), reading.place, wait, place));
      }
    }
  }

  /// The shared state that the node reads or writes, by a name of its own; null for other nodes.
  private @Nullable String state(Node node) {
    boolean isShared =
        switch (node) {
          case Node.Read read -> sharing.isSharedState(read.variable(), version);
          case Node.ReadMember read -> sharing.isChanging(version, read.target());
          case Node.ReadIndex read -> sharing.isChanging(version, read.target());
          case Node.WriteMember write -> sharing.isChanging(version, write.target());
          case Node.WriteIndex write -> sharing.isChanging(version, write.target());
          default -> false;
        };
    return isShared ? path(node) : null;
  }

  private @Nullable String path(Node node) {
    return switch (node) {
      case Node.Read read -> nameOf(read.variable());
      case Node.ReadMember read -> part(read.target(), "." + read.name());
      case Node.WriteMember write -> part(write.target(), "." + write.name());
      case Node.ReadIndex read -> part(read.target(), "[" + read.index().span().text() + "]");
      case Node.WriteIndex write -> part(write.target(), "[" + write.index().span().text() + "]");
      case Node.CopyOf copy -> path(copy.value());
      default -> null;
    };
  }

  private @Nullable String part(Node target, String name) {
    String whole = path(target);
    return whole == null ? null : whole + name;
  }

  private String nameOf(Variable variable) {
    String alias = aliases.get(variable);
    return alias == null ? variable.name() + "@" + variable.span().start() : alias;
  }

  private static Span whole(Node node) {
    return switch (node) {
      case Node.ReadMember read -> read.target().span().to(read.span());
      case Node.WriteMember write -> write.target().span().to(write.span());
      case Node.CallMethod call -> call.target().span().to(call.span());
      default -> node.span();
    };
  }
}
