package ruchy.compiler.emit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;

/// How the top-level code is cut into methods: the JIT compiles no method of more than 8,000 bytes,
/// and the JVM takes none of more than 65,535. A variable that only one part uses is a local of
/// that part; the others are static fields.
final class TopLevelParts {
  /// Nodes in one part, about ten bytes of code each. A single larger statement is a part of its
  /// own.
  private static final int NODES_IN_PART = 400;

  private final List<List<Node>> parts = new ArrayList<>();
  private final Set<Variable> sharedByParts = new HashSet<>();

  private TopLevelParts() {}

  static TopLevelParts of(Program program) {
    var plan = new TopLevelParts();
    Function topLevel = program.topLevel();
    if (topLevel.body() instanceof Node.Sequence(List<Node> nodes, var span)
        && nodes.size() > 1
        && Names.size(topLevel.body()) > NODES_IN_PART
        && !leaves(topLevel.body())) {
      plan.cut(nodes.subList(0, nodes.size() - 1));
      plan.findShared(nodes.getLast());
    }
    return plan;
  }

  /// The parts before the last statement, which stays in the method of the top level because its
  /// value counts. Empty if the code is small.
  List<List<Node>> parts() {
    return parts;
  }

  /// Whether a top-level variable must be a static field because several methods use it.
  boolean isShared(Variable global) {
    return sharedByParts.contains(global);
  }

  /// Code that may end the top level early stays in one method.
  private static boolean leaves(Node node) {
    if (node instanceof Node.Return || node instanceof Node.Propagate) {
      return true;
    }
    boolean[] found = {false};
    Nodes.children(node, child -> found[0] = found[0] || leaves(child));
    return found[0];
  }

  private void cut(List<Node> nodes) {
    Map<Variable, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      int position = i;
      variables(nodes.get(i), variable -> lastUse.put(variable, position));
    }
    List<Node> part = new ArrayList<>();
    int size = 0;
    int openUntil = -1;
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      int nodeSize = Names.size(node);
      if (size > 0 && size + nodeSize > NODES_IN_PART && i > openUntil) {
        parts.add(part);
        part = new ArrayList<>();
        size = 0;
      }
      part.add(node);
      size += nodeSize;
      int[] until = {openUntil};
      variables(
          node,
          variable -> {
            if (!variable.isGlobal()) {
              until[0] = Math.max(until[0], lastUse.getOrDefault(variable, -1));
            }
          });
      openUntil = until[0];
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
  }

  private void findShared(Node last) {
    Map<Variable, Integer> partOf = new HashMap<>();
    List<List<Node>> all = new ArrayList<>(parts);
    all.add(List.of(last));
    for (int i = 0; i < all.size(); i++) {
      int part = i;
      for (Node node : all.get(i)) {
        variables(
            node,
            variable -> {
              Integer known = partOf.putIfAbsent(variable, part);
              if (known != null && known != part) {
                sharedByParts.add(variable);
              }
            });
      }
    }
  }

  /// Every variable that the code of a node reads, writes or binds.
  private static void variables(Node node, Consumer<Variable> each) {
    switch (node) {
      case Node.Read read -> each.accept(read.variable());
      case Node.Write write -> each.accept(write.variable());
      case Node.Declare declare -> each.accept(declare.variable());
      case Node.MakeClosure closure -> closure.function().captures().forEach(each);
      case Node.Destructure destructure -> bound(destructure.matcher(), each);
      case Node.SafeChain chain -> each.accept(chain.receiver());
      case Node.Match match -> {
        each.accept(match.subject());
        match.arms().forEach(arm -> bound(arm.matcher(), each));
      }
      case Node.ForEach loop -> {
        each.accept(loop.variable());
        Variable second = loop.second();
        if (second != null) {
          each.accept(second);
        }
      }
      case Node.Try attempt -> {
        for (Node.Catch clause : attempt.catches()) {
          Variable variable = clause.variable();
          if (variable != null) {
            each.accept(variable);
          }
        }
      }
      default -> {}
    }
    Nodes.children(node, child -> variables(child, each));
  }

  private static void bound(Matcher matcher, Consumer<Variable> each) {
    Nodes.bindings(matcher, each);
  }
}
