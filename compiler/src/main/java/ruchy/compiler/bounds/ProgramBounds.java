package ruchy.compiler.bounds;

import static ruchy.compiler.type.Type.Basic.INTEGER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;

/// What is known of the integers of the versions of a program. The parameters of a version lie
/// between what its calls give, if all of them are known.
///
/// A version is looked at when it is asked for, behind those that call it. Of those that call each
/// other in a circle one is looked at first, without what the others give it.
public final class ProgramBounds {
  private final Map<Version, List<Call>> calls = new HashMap<>();
  private final Set<Version> calledOtherwise = new HashSet<>();
  private final Map<Version, Bounds> found = new HashMap<>();

  /// A call of a version.
  ///
  /// @param arguments in the order of its parameters; null where the default counts
  private record Call(Version caller, List<@Nullable Node> arguments) {}

  private ProgramBounds() {}

  /// The bounds of a whole program.
  ///
  /// @param versions all that can run
  public static ProgramBounds of(Collection<Version> versions) {
    var bounds = new ProgramBounds();
    for (Version version : versions) {
      for (Version.Reached reached : version.reached()) {
        bounds.note(version, reached);
      }
    }
    return bounds;
  }

  private void note(Version caller, Version.Reached reached) {
    switch (reached.target()) {
      case Target.OfVersion(Version version) -> note(caller, version, arguments(reached.node()));
      case Target.OfMethod(Function method, Version version) ->
          note(caller, version, ofMethod(method, reached.node()));
      case Target.OfClosure(_, Version version) -> note(caller, version, null);
      case Target.OfMethods(var choices) ->
          choices.forEach(choice -> note(caller, choice.version(), null));
      case Target.OfLibrary _, Target.OfField _ -> {}
    }
  }

  private void note(Version caller, Version called, @Nullable List<@Nullable Node> arguments) {
    if (arguments == null || called.isOpen() || called.function().hasRest()) {
      calledOtherwise.add(called);
    } else {
      calls.computeIfAbsent(called, c -> new ArrayList<>()).add(new Call(caller, arguments));
    }
  }

  private static @Nullable List<@Nullable Node> arguments(@Nullable Node node) {
    return switch (node) {
      case Node.CallFunction call -> call.arguments();
      case Node.CallKnownMethod call -> call.arguments();
      case Node.Construct construct -> behindSelf(construct, construct.arguments());
      case null, default -> null;
    };
  }

  private static @Nullable List<@Nullable Node> ofMethod(Function method, @Nullable Node node) {
    return node instanceof Node.CallMethod call
            && call.arguments().stream().noneMatch(Node.Element::spread)
        ? behindSelf(call.target(), call.of(method))
        : null;
  }

  private static List<@Nullable Node> behindSelf(Node self, List<@Nullable Node> arguments) {
    List<@Nullable Node> all = new ArrayList<>(arguments.size() + 1);
    all.add(self);
    all.addAll(arguments);
    return all;
  }

  /// What is known of the integers of the version.
  public Bounds of(Version version) {
    Bounds bounds = found.get(version);
    return bounds == null ? search(version) : bounds;
  }

  private Bounds search(Version wanted) {
    Deque<Version> pending = new ArrayDeque<>(List.of(wanted));
    Set<Version> begun = new HashSet<>();
    while (!pending.isEmpty()) {
      Version version = pending.getFirst();
      if (found.containsKey(version)) {
        pending.removeFirst();
      } else if (begun.add(version)) {
        for (Call call : callsWithIntegers(version)) {
          if (!begun.contains(call.caller())) {
            pending.addFirst(call.caller());
          }
        }
      } else {
        pending.removeFirst();
        found.put(version, Bounds.of(version, parameters(version)));
      }
    }
    Bounds bounds = found.get(wanted);
    if (bounds == null) {
      throw new IllegalStateException("nothing was found for " + wanted);
    }
    return bounds;
  }

  /// All calls of the version; none if there are others, or if it takes no integer.
  private List<Call> callsWithIntegers(Version version) {
    boolean takesInteger = false;
    for (Function.Parameter parameter : version.function().parameters()) {
      takesInteger |= version.typeOf(parameter.variable()) == INTEGER;
    }
    return !takesInteger || calledOtherwise.contains(version)
        ? List.of()
        : calls.getOrDefault(version, List.of());
  }

  /// What each parameter lies between.
  private List<Interval> parameters(Version version) {
    List<Call> all = callsWithIntegers(version);
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < version.function().parameters().size(); i++) {
      Interval joined = null;
      for (Call call : all) {
        Interval given = given(call, i);
        joined = joined == null ? given : joined.join(given);
      }
      intervals.add(joined == null ? Interval.ALL : joined);
    }
    return intervals;
  }

  private Interval given(Call call, int index) {
    Bounds bounds = found.get(call.caller());
    Node argument = index < call.arguments().size() ? call.arguments().get(index) : null;
    return bounds == null || argument == null ? Interval.ALL : bounds.of(argument);
  }
}
