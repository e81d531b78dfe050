package ruchy.compiler.emit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Test;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;

/// Finds the assignments whose value nobody uses, also where they end a function: `fun add(s) { out
/// += s }` yields the whole text (L 5.1), but hardly anyone who calls it wants it. A function
/// counts as used as soon as anything may see what it returns.
final class UnusedValues {
  /// The names under which the library has methods that call a function for its effects.
  private static final Set<String> EACH = Set.of("each", "for_each", "each_with_index", "times");

  private final Map<Variable, Function> closures = new HashMap<>();
  private final Map<String, List<Function>> methods = new HashMap<>();
  private final Set<Function> used = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Function> waiting = new ArrayDeque<>();
  private final Set<Node> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> dropped = Collections.newSetFromMap(new IdentityHashMap<>());

  // Made once, as there are as many nodes to look at as the program has.
  private final Consumer<Node> usedInResult = this::usedInResult;
  private final Consumer<Node> usedBesideResult = this::usedBesideResult;
  private final Consumer<Node> closuresWithin = this::closures;

  /// Calls of the library that look at nothing of what the function returns which they are given.
  private final Set<Node> ignoring;

  private UnusedValues(Set<Node> ignoring) {
    this.ignoring = ignoring;
  }

  static Set<Node> of(Program program, Types types) {
    var search = new UnusedValues(ignoring(types));
    search.prepare(program);
    for (Function function : program.functions()) {
      if (!search.used.contains(function)) {
        search.look(function, false);
      }
    }
    while (!search.waiting.isEmpty()) {
      search.look(search.waiting.removeFirst(), true);
    }
    search.dropped.removeAll(search.wanted);
    return search.dropped;
  }

  /// `xs.each(f)` and its like, where that is what every version of the code calls.
  private static Set<Node> ignoring(Types types) {
    Set<Node> ignoring = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Node> others = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Version version : types.versions()) {
      for (Node node : version.nodes()) {
        if (node instanceof Node.CallMethod call && EACH.contains(call.name())) {
          (version.targetOf(call) instanceof Target.OfLibrary ? ignoring : others).add(call);
        }
      }
    }
    ignoring.removeAll(others);
    return ignoring;
  }

  private void prepare(Program program) {
    Set<Function> seen = new HashSet<>();
    for (Test test : program.tests()) {
      seen.add(test.function());
    }
    for (Function function : program.functions()) {
      closures(function.body());
      if (function.owner() != null) {
        methods.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
      }
      if (function == program.main() || seen.contains(function) || isCalledByOthers(function)) {
        use(function);
      }
    }
  }

  /// The variables that always are the one closure that is made for them.
  private void closures(Node node) {
    if (node instanceof Node.Declare(Variable variable, Node.MakeClosure(Function made, _), _)
        && !variable.isReassigned()) {
      closures.put(variable, made);
    }
    Nodes.children(node, closuresWithin);
  }

  /// Whether it may be called otherwise than by a call in the program: operators and properties,
  /// what actors answer, tasks.
  private static boolean isCalledByOthers(Function function) {
    UserType owner = function.owner();
    boolean isPlain =
        switch (function.kind()) {
          case NAMED, METHOD -> !function.name().isEmpty() && isPlain(function.name());
          case CLOSURE -> true;
          case TOP_LEVEL, TASK -> false;
        };
    return !isPlain || function.isAsync() || (owner != null && owner.form() == UserType.Form.ACTOR);
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!Character.isJavaIdentifierPart(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void use(@Nullable Function function) {
    if (function != null && used.add(function)) {
      waiting.add(function);
    }
  }

  private void useMethods(String name) {
    methods.getOrDefault(name, List.of()).forEach(this::use);
  }

  /// A part of a node that uses its value, in a function whose result is used.
  private void usedInResult(Node node) {
    look(node, true, true);
  }

  private void usedBesideResult(Node node) {
    look(node, true, false);
  }

  private void look(Function function, boolean isUsed) {
    for (Function.Parameter parameter : function.parameters()) {
      Node fallback = parameter.fallback();
      if (fallback != null) {
        look(fallback, true, isUsed);
      }
    }
    look(function.body(), isUsed, isUsed);
  }

  /// `isUsed`: something uses the value of the node; `result`: what the function returns.
  private void look(Node node, boolean isUsed, boolean result) {
    switch (node) {
      case Node.Sequence(List<Node> nodes, _) -> {
        for (int i = 0; i < nodes.size(); i++) {
          look(nodes.get(i), isUsed && i == nodes.size() - 1, result);
        }
      }
      case Node.Conditional(Node condition, Node then, Node otherwise, _) -> {
        look(condition, true, result);
        look(then, isUsed, result);
        look(otherwise, isUsed, result);
      }
      case Node.Match match -> {
        look(match.value(), true, result);
        for (Node.Arm arm : match.arms()) {
          Node guard = arm.guard();
          if (guard != null) {
            look(guard, true, result);
          }
          look(arm.body(), isUsed, result);
        }
        Node otherwise = match.otherwise();
        if (otherwise != null) {
          look(otherwise, isUsed, result);
        }
      }
      case Node.While loop -> {
        look(loop.condition(), true, result);
        look(loop.body(), false, result);
      }
      case Node.ForEach loop -> {
        look(loop.iterable(), true, result);
        look(loop.body(), false, result);
      }
      case Node.Loop loop -> look(loop.body(), false, result);
      case Node.Try attempt -> {
        look(attempt.body(), isUsed, result);
        attempt.catches().forEach(clause -> look(clause.body(), isUsed, result));
        Node last = attempt.last();
        if (last != null) {
          look(last, false, result);
        }
      }
      case Node.SafeChain chain -> {
        look(chain.target(), true, result);
        look(chain.chain(), isUsed, result);
      }
      case Node.Return leave -> look(leave.value(), result, result);
      case Node.Write write -> assignment(write, isUsed, result);
      case Node.WriteMember write -> assignment(write, isUsed, result);
      case Node.WriteIndex write -> assignment(write, isUsed, result);
      case Node.WriteThrough write -> assignment(write, isUsed, result);
      case Node.Declare(Variable variable, Node.MakeClosure(Function made, _), _)
          when !isUsed && closures.get(variable) == made -> {}
      default -> call(node, isUsed, result);
    }
  }

  private void assignment(Node assignment, boolean isUsed, boolean result) {
    (isUsed ? wanted : dropped).add(assignment);
    Nodes.children(assignment, result ? usedInResult : usedBesideResult);
  }

  private void call(Node node, boolean isUsed, boolean result) {
    Node callee = null;
    switch (node) {
      case Node.CallFunction call -> {
        callee = call.closure();
        if (isUsed) {
          use(call.function());
        }
      }
      case Node.CallValue call -> {
        callee = call.callee();
        if (isUsed && callee instanceof Node.Read read) {
          use(closures.get(read.variable()));
        }
      }
      case Node.CallKnownMethod call -> {
        if (isUsed) {
          use(call.function());
        }
      }
      case Node.CallMethod call -> {
        if (isUsed) {
          useMethods(call.name());
        }
      }
      case Node.ReadMember read -> useMethods(read.name());
      case Node.Read read -> use(closures.get(read.variable()));
      case Node.FunctionValue(Function function, _) -> use(function);
      case Node.MakeClosure(Function function, _) -> use(function);
      default -> {}
    }
    Consumer<Node> each = result ? usedInResult : usedBesideResult;
    if (callee instanceof Node.Read) {
      Node known = callee;
      Nodes.children(
          node,
          child -> {
            if (child != known) {
              each.accept(child);
            }
          });
    } else if (ignoring.contains(node)) {
      Nodes.children(
          node,
          child -> {
            if (!(child instanceof Node.MakeClosure)) {
              each.accept(child);
            }
          });
    } else {
      Nodes.children(node, each);
    }
  }
}
