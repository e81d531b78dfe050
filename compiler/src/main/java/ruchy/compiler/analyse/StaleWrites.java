package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;

/// Finds writes of what was read before a wait: `let n = count; sleep(10); count = n + 1`. Follows
/// each version in the order of evaluation, and keeps for each local which shared state its value
/// comes from and when that was read. Only what certainly waits counts; a read of the same state
/// after the wait clears it, because then the program looks at what others did.
final class StaleWrites {
  private final Sharing sharing;
  private final Version version;
  private final Set<Version> waiting;
  private final Map<Span, StaleWrite> found;
  private final Map<Variable, List<Reading>> locals = new HashMap<>();
  private final Map<Variable, String> aliases = new HashMap<>();
  private final Map<String, Integer> lastRead = new HashMap<>();
  private int waits;
  private @Nullable Span lastWait;

  /// A value comes from that state, read after so many waits.
  private record Reading(String state, Span place, int waits) {}

  private StaleWrites(
      Sharing sharing, Version version, Set<Version> waiting, Map<Span, StaleWrite> found) {
    this.sharing = sharing;
    this.version = version;
    this.waiting = waiting;
    this.found = found;
  }

  /// All of the program, each place once.
  static List<StaleWrite> of(Types types, Sharing sharing) {
    Set<Version> waiting = waiting(types);
    Map<Span, StaleWrite> found = new LinkedHashMap<>();
    for (Version version : types.versions()) {
      new StaleWrites(sharing, version, waiting, found).look(version.function().body());
    }
    return List.copyOf(found.values());
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
      default -> node.span();
    };
  }
}
