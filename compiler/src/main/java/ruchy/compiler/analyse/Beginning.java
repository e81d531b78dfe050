package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.source.Span;

/// The part of a program that surely runs before any second task can exist: the statements of the
/// top level, and then of `main`, before the first that may start one. What is changed there is
/// initialisation (L 12.3, rule 6).
final class Beginning {
  private final Types types;
  private final TaskStarts taskStarts;
  private final CallGraph graph;
  private final Set<Version> starting;
  private final Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Version> versions;
  private @Nullable Span firstTask;

  /// `others`: what tasks that are not the program itself begin with.
  Beginning(Types types, TaskStarts taskStarts, CallGraph graph, Set<Version> others) {
    this.types = types;
    this.taskStarts = taskStarts;
    this.graph = graph;
    this.starting = graph.leadingTo(this::startsItself);
    Version main = types.main();
    boolean goesOn = statements(types.topLevel());
    if (goesOn && main != null) {
      statements(main);
    }
    List<Version> early = new ArrayList<>();
    List<Version> late = new ArrayList<>(others);
    late.addAll(types.tests().values());
    for (Version root :
        main == null ? List.of(types.topLevel()) : List.of(types.topLevel(), main)) {
      for (Map.Entry<Version, Node> callee : graph.callees(root).entrySet()) {
        (nodes.contains(callee.getValue()) ? early : late).add(callee.getKey());
      }
      lateCallees(root, late);
    }
    versions = graph.reachedFrom(early);
    versions.removeAll(graph.reachedFrom(late));
  }

  /// The graph keeps the first node of each callee alone; a later one counts too.
  private void lateCallees(Version root, List<Version> late) {
    for (Node node : root.nodes()) {
      if (nodes.contains(node)) continue;
      switch (root.targetOf(node)) {
        case Target.OfVersion(Version callee) -> late.add(callee);
        case Target.OfClosure(_, Version callee) -> late.add(callee);
        case Target.OfMethod(_, Version callee) -> late.add(callee);
        case Target.OfMethods(var choices) -> choices.forEach(one -> late.add(one.version()));
        case Target.OfLibrary _, Target.OfField _ -> {}
        case null -> {}
      }
      if (node instanceof Node.MakeClosure || node instanceof Node.FunctionValue) {
        var code = root.madeBy(node);
        if (code != null) late.addAll(types.openVersions(code).values());
      }
    }
  }

  /// The statement that may start the first task; null if there is none.
  @Nullable Span firstTask() {
    return firstTask;
  }

  /// Whether the node, in that version, runs only before any second task can exist.
  boolean contains(Version version, Node node) {
    boolean isProgram = version == types.topLevel() || version == types.main();
    return isProgram ? nodes.contains(node) : versions.contains(version);
  }

  /// Takes the statements up to the first that may start a task; true if there is none.
  private boolean statements(Version version) {
    List<Node> statements = new ArrayList<>();
    flatten(version.function().body(), statements);
    for (Node statement : statements) {
      List<Node> all = new ArrayList<>();
      if (collect(version, statement, all)) {
        firstTask = statement.span();
        return false;
      }
      nodes.addAll(all);
    }
    return true;
  }

  private static void flatten(Node node, List<Node> statements) {
    if (node instanceof Node.Sequence sequence) {
      sequence.nodes().forEach(one -> flatten(one, statements));
    } else {
      statements.add(node);
    }
  }

  private boolean collect(Version version, Node node, List<Node> all) {
    all.add(node);
    if (taskStarts.isAt(version, node) || runsStarting(version, node)) {
      return true;
    }
    boolean[] starts = {false};
    Nodes.children(node, child -> starts[0] = starts[0] || collect(version, child, all));
    return starts[0];
  }

  private boolean runsStarting(Version version, Node node) {
    return switch (version.targetOf(node)) {
      case Target.OfVersion(Version callee) -> starting.contains(callee);
      case Target.OfClosure(_, Version callee) -> starting.contains(callee);
      case Target.OfMethod(_, Version callee) -> starting.contains(callee);
      case Target.OfMethods(var choices) ->
          choices.stream().anyMatch(one -> starting.contains(one.version()));
      case Target.OfLibrary _, Target.OfField _ -> runsStartingValue(version, node);
      case null -> runsStartingValue(version, node);
    };
  }

  /// A call of a value, or of the library with functions, runs what the graph tells; so does an
  /// operator or a member of unknown type.
  private boolean runsStartingValue(Version version, Node node) {
    for (Map.Entry<Version, Node> callee : graph.callees(version).entrySet()) {
      if (starting.contains(callee.getKey()) && (callee.getValue() == node || isCall(node))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCall(Node node) {
    return node instanceof Node.CallValue
        || node instanceof Node.CallMethod
        || node instanceof Node.CallLibrary;
  }

  private boolean startsItself(Version version) {
    for (Node node : version.nodes()) {
      if (taskStarts.isAt(version, node)) return true;
    }
    return false;
  }
}
