package ruchy.compiler.emit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;

/// Variables to which loops append: `s += x`. As text each round would copy what is there already;
/// so such a variable has a builder beside it, which is turned into text when the variable is read.
final class GrowingText {
  private GrowingText() {}

  /// Finds the variables to which some loop in the code appends, and those of which one asks how
  /// long they are: their text is not made for that.
  static void find(Node body, Set<Variable> appended, Set<Variable> measured) {
    new Search(appended, measured).accept(body);
  }

  /// Looks through a body, the code within loops apart from the other.
  private static final class Search implements Consumer<Node> {
    private final Set<Variable> appended;
    private final Set<Variable> measured;

    /// In how many loops the declarations stand that have been seen.
    private final Map<Variable, Integer> declared = new HashMap<>();

    private int loops;

    Search(Set<Variable> appended, Set<Variable> measured) {
      this.appended = appended;
      this.measured = measured;
    }

    @Override
    public void accept(Node node) {
      switch (node) {
        case Node.ForEach _, Node.While _, Node.Loop _ -> {
          loops++;
          Nodes.children(node, this);
          loops--;
          return;
        }
        case Node.Declare declare -> declared.put(declare.variable(), loops);
        case Node.Write write when loops > 0 -> append(write);
        case Node.CallMethod call
            when loops > 0 && isMeasuring(call) && call.target() instanceof Node.Read read ->
            measured.add(read.variable());
        case Node.Binary binary
            when loops > 0 && isEmptiness(binary) && binary.left() instanceof Node.Read read ->
            measured.add(read.variable());
        default -> {}
      }
      Nodes.children(node, this);
    }

    /// What is put together by an f-string in each round anew is short: a builder would be wasted.
    private void append(Node.Write write) {
      boolean isAnew =
          isFormatted(write.value()) && declared.getOrDefault(write.variable(), 0) == loops;
      if (!isAnew && GrowingText.appended(write.variable(), write.value()) != null) {
        appended.add(write.variable());
      }
    }
  }

  /// Whether it asks for the length of what may be text, or whether there is any.
  static boolean isMeasuring(Node.CallMethod call) {
    return call.arguments().isEmpty()
        && !call.named()
        && switch (call.name()) {
          case "len", "length", "is_empty" -> true;
          default -> false;
        };
  }

  /// Whether it compares what may be text with the empty one: `text == ""`.
  static boolean isEmptiness(Node.Binary binary) {
    return (binary.operator() == Operator.EQUAL || binary.operator() == Operator.NOT_EQUAL)
        && binary.right() instanceof Node.Constant(Object value, _)
        && "".equals(value);
  }

  /// What `v + a + b` appends to the variable, in order; null for another value.
  static @Nullable List<Node> appended(Variable variable, Node value) {
    List<Node> operands = new ArrayList<>();
    return first(value, operands) instanceof Node.Read read
            && read.variable() == variable
            && mayBeText(operands)
        ? operands
        : null;
  }

  /// What `o.f = o.f + a + b` appends to the member, in order; null for another assignment.
  static @Nullable List<Node> appended(Node.WriteMember write) {
    List<Node> operands = new ArrayList<>();
    return first(write.value(), operands) instanceof Node.ReadMember read
            && read.name().equals(write.name())
            && read.target() instanceof Node.Read from
            && write.target() instanceof Node.Read to
            && from.variable() == to.variable()
            && mayBeText(operands)
        ? operands
        : null;
  }

  /// What `m[k] = m[k] + a + b` appends to the element, in order; null for another assignment.
  static @Nullable List<Node> appended(Node.WriteIndex write) {
    List<Node> operands = new ArrayList<>();
    return first(write.value(), operands) instanceof Node.ReadIndex read
            && isSame(read.target(), write.target())
            && isSame(read.index(), write.index())
            && mayBeText(operands)
        ? operands
        : null;
  }

  /// What `m[k] = m.get(k, "") + a + b` is added to where there is no such entry: a text that is
  /// written there, also as in `m.get(k).unwrap_or("")` and `m.get(k) ?? ""`. Null for another
  /// assignment.
  static @Nullable String lookup(Node.WriteIndex write) {
    List<Node> operands = new ArrayList<>();
    Node found = first(write.value(), operands);
    Node absent = null;
    if (found instanceof Node.CallMethod call && isCall(call, "get", 2)) {
      absent = call.arguments().getLast().value();
      found = isLookup(call, 2, write) ? call : null;
    } else if (found instanceof Node.CallMethod call && isCall(call, "unwrap_or", 1)) {
      absent = call.arguments().getLast().value();
      found = isLookup(call.target(), 1, write) ? call : null;
    } else if (found instanceof Node.Coalesce(Node left, Node right, _)) {
      absent = right;
      found = isLookup(left, 1, write) ? left : null;
    }
    return found != null
            && absent instanceof Node.Constant(Object value, _)
            && value instanceof String text
            && mayBeText(operands)
        ? text
        : null;
  }

  /// Whether the text is looked up so that an entry which is nil, or an Option, counts as none.
  static boolean isLenient(Node.WriteIndex write) {
    return !(place(write.value()) instanceof Node.CallMethod call && call.name().equals("get"));
  }

  private static boolean isCall(Node.CallMethod call, String name, int arguments) {
    return call.name().equals(name) && call.arguments().size() == arguments && !call.named();
  }

  /// `m.get(k)` of the entry that is written, with so many arguments.
  private static boolean isLookup(Node node, int arguments, Node.WriteIndex write) {
    return node instanceof Node.CallMethod call
        && isCall(call, "get", arguments)
        && call.arguments().stream().noneMatch(Node.Element::spread)
        && isSame(call.target(), write.target())
        && isSame(call.arguments().getFirst().value(), write.index());
  }

  /// What such an assignment appends, in order.
  static List<Node> added(Node.WriteIndex write) {
    List<Node> operands = new ArrayList<>();
    first(write.value(), operands);
    return operands;
  }

  /// What `*c = *c + a + b` appends to the content, in order; null for another assignment.
  static @Nullable List<Node> appended(Node.WriteThrough write) {
    List<Node> operands = new ArrayList<>();
    return first(write.value(), operands) instanceof Node.Dereference(Node target, _)
            && isSame(target, write.target())
            && mayBeText(operands)
        ? operands
        : null;
  }

  private static boolean isSame(Node one, Node other) {
    return switch (one) {
      case Node.Read read ->
          other instanceof Node.Read again && again.variable() == read.variable();
      case Node.Constant constant ->
          other instanceof Node.Constant again && Objects.equals(again.value(), constant.value());
      default -> false;
    };
  }

  /// The read at the beginning of the sum that an append assigns, which tells the type of the text.
  static Node place(Node value) {
    return first(value, new ArrayList<>());
  }

  /// The first operand of `f + a + b`; the others are added in order.
  private static Node first(Node value, List<Node> operands) {
    Node rest = plain(value);
    while (rest instanceof Node.Binary(Operator operator, Node left, Node right, _)
        && operator == Operator.ADD) {
      operands.add(right);
      rest = left;
    }
    Collections.reverse(operands);
    return operands.isEmpty() ? rest : within(rest);
  }

  /// The read in an f-string of one hole: text in both is the same.
  private static Node within(Node node) {
    if (node instanceof Node.Format(List<Node.Part> parts, _) && parts.size() == 1) {
      Node.Part only = parts.getFirst();
      return only.value() != null && only.spec() == null ? only.value() : node;
    }
    return node;
  }

  /// Whether the sum begins with an f-string, so that it is none of what else the place may hold.
  static boolean isFormatted(Node value) {
    Node rest = plain(value);
    while (rest instanceof Node.Binary(Operator operator, Node left, _, _)
        && operator == Operator.ADD) {
      rest = left;
    }
    return rest instanceof Node.Format;
  }

  private static Node plain(Node value) {
    Node rest = value;
    while (rest instanceof Node.Check || rest instanceof Node.CopyOf) {
      rest = rest instanceof Node.Check check ? check.value() : ((Node.CopyOf) rest).value();
    }
    return rest;
  }

  /// Sums of numbers that are written down are none of our business.
  private static boolean mayBeText(List<Node> operands) {
    for (Node operand : operands) {
      if (!(operand instanceof Node.Constant constant) || constant.value() instanceof String) {
        return true;
      }
    }
    return false;
  }
}
