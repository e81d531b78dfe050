package ruchy.compiler.emit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;

/// How the code of one function is cut into methods: the JIT compiles no method of more than 8,000
/// bytes, and the JVM takes none of more than 65,535. Pieces of large functions become methods of
/// their own; a variable that several of the methods use lives in an object that they share.
final class Outline {
  /// Nodes in one method, about four to eight bytes of code each.
  private static final int NODES_IN_METHOD = 900;

  /// Nodes in one group of statements or elements.
  private static final int NODES_IN_GROUP = 500;

  /// A smaller node gains nothing by a method of its own.
  private static final int LEAST_NODES = 20;

  /// What a call of another method counts.
  private static final int NODES_OF_CALL = 4;

  /// A piece that is a method of its own.
  sealed interface Part {
    /// The nodes that are evaluated in it, at least one.
    List<Node> nodes();

    /// one node with its value
    record Value(Node node) implements Part {
      @Override
      public List<Node> nodes() {
        return List.of(node);
      }
    }

    /// some statements of a sequence, without a value
    record Statements(List<Node> nodes) implements Part {}

    /// the elements from `start` to before `end` of a list, map or object, which are put into it
    record Elements(List<Node> nodes, int start, int end) implements Part {}
  }

  /// A way out of a part into the code around it.
  sealed interface Leave {
    /// `return`, or `?`
    record ByReturn() implements Leave {}

    record ByBreak(Node.LoopLabel label) implements Leave {}

    record ByContinue(Node.LoopLabel label) implements Leave {}
  }

  private final IdentityHashMap<Node, Part.Value> values = new IdentityHashMap<>();
  private final IdentityHashMap<Node, List<Part.Statements>> statements = new IdentityHashMap<>();
  private final IdentityHashMap<Node, List<Part.Elements>> elements = new IdentityHashMap<>();
  private final Map<Variable, Part> partOf = new HashMap<>();
  private final Set<Variable> framed = new HashSet<>();
  private final IdentityHashMap<Part, Set<Leave>> leaves = new IdentityHashMap<>();
  private final Part root;

  private Outline(Function function) {
    this.root = new Part.Value(function.body());
  }

  /// The plan for one function; empty for one that is small enough.
  static Outline of(Function function, Preparation preparation) {
    var outline = new Outline(function);
    if (Names.size(function.body()) > NODES_IN_METHOD) {
      outline.cut(function.body(), preparation);
      for (Function.Parameter parameter : function.parameters()) {
        outline.use(parameter.variable(), outline.root);
      }
      outline.assign(function.body(), outline.root);
      outline.framed.removeIf(v -> function.captures().contains(v) || preparation.isStatic(v));
    }
    return outline;
  }

  boolean isEmpty() {
    return values.isEmpty() && statements.isEmpty() && elements.isEmpty();
  }

  /// The part that computes the value of the node, if it is a method of its own.
  Part.@Nullable Value valueOf(Node node) {
    return values.get(node);
  }

  /// The parts in which all statements of the sequence but the last stand; null if they are code of
  /// the method around them.
  @Nullable List<Part.Statements> statementsOf(Node.Sequence sequence) {
    return statements.get(sequence);
  }

  /// The parts that put the elements into a list, map or object.
  @Nullable List<Part.Elements> elementsOf(Node literal) {
    return elements.get(literal);
  }

  /// Whether several methods use the variable.
  boolean isFramed(Variable variable) {
    return framed.contains(variable);
  }

  /// The ways out of a part, in the order of their appearance.
  Set<Leave> leavesOf(Part part) {
    return leaves.computeIfAbsent(
        part,
        key -> {
          Set<Leave> found = new LinkedHashSet<>();
          for (Node node : key.nodes()) {
            findLeaves(node, new HashSet<>(), found);
          }
          return found;
        });
  }

  private static void findLeaves(Node node, Set<Node.LoopLabel> inside, Set<Leave> found) {
    switch (node) {
      case Node.Return _, Node.Propagate _ -> found.add(new Leave.ByReturn());
      case Node.Break leave when !inside.contains(leave.label()) ->
          found.add(new Leave.ByBreak(leave.label()));
      case Node.Continue leave when !inside.contains(leave.label()) ->
          found.add(new Leave.ByContinue(leave.label()));
      case Node.Loop loop -> inside.add(loop.label());
      case Node.While loop -> inside.add(loop.label());
      case Node.ForEach loop -> inside.add(loop.label());
      default -> {}
    }
    Nodes.children(node, child -> findLeaves(child, inside, found));
  }

  /// Cuts the code of a node until it fits, innermost pieces first; the size that is left.
  private int cut(Node node, Preparation preparation) {
    List<Node> children = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    int[] total = {1};
    Nodes.children(
        node,
        child -> {
          int size = cut(child, preparation);
          children.add(child);
          sizes.add(size);
          total[0] += size;
        });
    if (total[0] <= NODES_IN_METHOD) {
      return total[0];
    }
    return switch (node) {
      case Node.Sequence sequence when children.size() > 1 -> cutSequence(sequence, sizes);
      case Node.ListOf _, Node.MapOf _, Node.ObjectOf _
          when children.size() > 1 && !preparation.needsEmptyStack(node) ->
          cutElements(node, children, sizes);
      default -> cutLargest(children, sizes, total[0]);
    };
  }

  private int cutSequence(Node.Sequence sequence, List<Integer> sizes) {
    List<Part.Statements> groups = new ArrayList<>();
    int last = sizes.size() - 1;
    int start = 0;
    int size = 0;
    for (int i = 0; i < last; i++) {
      if (size > 0 && size + sizes.get(i) > NODES_IN_GROUP) {
        groups.add(new Part.Statements(List.copyOf(sequence.nodes().subList(start, i))));
        start = i;
        size = 0;
      }
      size += sizes.get(i);
    }
    groups.add(new Part.Statements(List.copyOf(sequence.nodes().subList(start, last))));
    statements.put(sequence, groups);
    int left = sizes.get(last);
    if (left > NODES_IN_GROUP) {
      left = outline(sequence.nodes().get(last));
    }
    return 1 + groups.size() * NODES_OF_CALL + left;
  }

  private int outline(Node node) {
    values.put(node, new Part.Value(node));
    return NODES_OF_CALL;
  }

  /// An element of a map has a key and a value among the children.
  private int cutElements(Node literal, List<Node> children, List<Integer> sizes) {
    List<Part.Elements> groups = new ArrayList<>();
    List<List<Node>> all = elementNodes(literal);
    int start = 0;
    int size = 0;
    int child = 0;
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int elementSize = 0;
      for (Node node : all.get(i)) {
        if (children.get(child) != node) {
          throw new IllegalStateException("an element in another order: " + node.span());
        }
        elementSize += sizes.get(child++);
      }
      if (size > 0 && size + elementSize > NODES_IN_GROUP) {
        groups.add(new Part.Elements(List.copyOf(nodes), start, i));
        nodes.clear();
        start = i;
        size = 0;
      }
      nodes.addAll(all.get(i));
      size += elementSize;
    }
    groups.add(new Part.Elements(List.copyOf(nodes), start, all.size()));
    elements.put(literal, groups);
    return 1 + groups.size() * NODES_OF_CALL;
  }

  private static List<List<Node>> elementNodes(Node literal) {
    return switch (literal) {
      case Node.ListOf list -> list.elements().stream().map(e -> List.of(e.value())).toList();
      case Node.ObjectOf object -> object.values().stream().map(List::of).toList();
      case Node.MapOf map ->
          map.entries().stream()
              .map(
                  entry -> {
                    Node key = entry.key();
                    return key == null ? List.of(entry.value()) : List.of(key, entry.value());
                  })
              .toList();
      default -> throw new IllegalStateException("no literal with elements: " + literal.span());
    };
  }

  /// The largest pieces become methods until the rest fits.
  private int cutLargest(List<Node> children, List<Integer> sizes, int total) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < children.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(sizes::get, Comparator.reverseOrder()));
    int left = total;
    for (int i : order) {
      if (left <= NODES_IN_METHOD || sizes.get(i) < LEAST_NODES) {
        break;
      }
      left += outline(children.get(i)) - sizes.get(i);
    }
    return left;
  }

  /// Finds out which methods use which variables.
  private void assign(Node node, Part part) {
    switch (node) {
      case Node.Read read -> use(read.variable(), part);
      case Node.Write write -> use(write.variable(), part);
      case Node.Declare declare -> use(declare.variable(), part);
      case Node.MakeClosure closure -> closure.function().captures().forEach(v -> use(v, part));
      case Node.Destructure destructure ->
          Nodes.bindings(destructure.matcher(), variable -> use(variable, part));
      case Node.SafeChain chain -> use(chain.receiver(), part);
      case Node.Match match -> {
        use(match.subject(), part);
        for (Node.Arm arm : match.arms()) {
          Nodes.bindings(arm.matcher(), variable -> use(variable, part));
        }
      }
      case Node.ForEach loop -> {
        use(loop.variable(), part);
        Variable second = loop.second();
        if (second != null) {
          use(second, part);
        }
      }
      case Node.Try attempt -> {
        for (Node.Catch clause : attempt.catches()) {
          Variable variable = clause.variable();
          if (variable != null) {
            use(variable, part);
          }
        }
      }
      default -> {}
    }
    IdentityHashMap<Node, Part> own = new IdentityHashMap<>();
    List<? extends Part> groups =
        node instanceof Node.Sequence sequence ? statements.get(sequence) : elements.get(node);
    if (groups != null) {
      groups.forEach(group -> group.nodes().forEach(each -> own.put(each, group)));
    }
    Nodes.children(
        node,
        child -> {
          Part value = values.get(child);
          assign(child, value == null ? own.getOrDefault(child, part) : value);
        });
  }

  private void use(Variable variable, Part part) {
    Part known = partOf.putIfAbsent(variable, part);
    if (known != null && known != part) {
      framed.add(variable);
    }
  }
}
