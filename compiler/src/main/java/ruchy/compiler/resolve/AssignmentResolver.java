package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.SyntaxProblem.SecondRest;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;

/// Assignments in all their forms (L 5.1): the object and index of the target are evaluated once,
/// then the value.
final class AssignmentResolver {
  private final Resolution all;

  AssignmentResolver(Resolution all) {
    this.all = all;
  }

  /// Whether the node reads a name, member or element, so that it could be assigned.
  static boolean isPlace(Node node) {
    return node instanceof Node.Read
        || node instanceof Node.ReadMember
        || node instanceof Node.ReadIndex;
  }

  /// `target = value`
  Node assign(Expression.Assign assign, boolean dropped, Scope scope) {
    Expression target = ControlResolver.plain(assign.target());
    if (isPattern(target)) {
      return assignParts(target, assign, dropped, scope);
    }
    Expression branches = AppendingBranches.of(assign);
    if (branches != null) {
      return all.expressions.resolve(branches, dropped, scope);
    }
    Node value = CallResolver.kept(all.expressions.value(assign.value(), scope));
    Place place = all.places.place(target, null, assign.span(), scope);
    return place.around(place.write().apply(asSum(place.old(), value)));
  }

  /// `s = f"{s}, {x}"` as the sum of two f-strings, `f"{s}" + f", {x}"`, which means the same:
  /// where text grows, a sum is appended in place.
  private static Node asSum(Node old, Node value) {
    if (value instanceof Node.Binary(Operator operator, Node left, Node right, Span whole)
        && operator == Operator.ADD) {
      Node sum = asSum(old, left);
      return sum == left ? value : new Node.Binary(operator, sum, right, whole);
    }
    if (!(value instanceof Node.Format(List<Node.Part> parts, Span span)) || parts.size() < 2) {
      return value;
    }
    Node.Part first = parts.getFirst();
    if (first.value() == null || first.spec() != null || !isSamePlace(first.value(), old)) {
      return value;
    }
    Node rest = new Node.Format(parts.subList(1, parts.size()), span);
    return new Node.Binary(Operator.ADD, new Node.Format(List.of(first), span), rest, span);
  }

  private static boolean isSamePlace(Node one, Node other) {
    return switch (one) {
      case Node.Read read ->
          other instanceof Node.Read again && again.variable() == read.variable();
      case Node.ReadMember(Node.Read of, String name, _) ->
          other instanceof Node.ReadMember(Node.Read again, String same, _)
              && again.variable() == of.variable()
              && same.equals(name);
      case Node.Dereference(Node.Read of, _) ->
          other instanceof Node.Dereference(Node.Read again, _)
              && again.variable() == of.variable();
      default -> false;
    };
  }

  private static boolean isPattern(Expression target) {
    return target instanceof Expression.TupleLiteral || target instanceof Expression.ListLiteral;
  }

  /// The parts of a value on their way to the places that take them.
  private final class Parts {
    private final Node value;
    private final Scope scope;
    private final List<Node> before = new ArrayList<>();
    private final List<Node> writes = new ArrayList<>();

    Parts(Node value, Scope scope) {
      this.value = value;
      this.scope = scope;
    }

    /// The pattern that takes the value apart for these targets.
    Matcher matcher(Expression target) {
      return switch (ControlResolver.plain(target)) {
        case Expression.TupleLiteral(var elements, var span) ->
            new Matcher.Tuple(elements.stream().map(this::matcher).toList(), true, span);
        case Expression.ListLiteral list -> list(list);
        case Expression.Name name when name.text().equals("_") ->
            new Matcher.Anything(target.span());
        default -> new Matcher.Bind(taken(target), target.span());
      };
    }

    private Matcher list(Expression.ListLiteral list) {
      List<Matcher.Element> first = new ArrayList<>();
      List<Matcher.Element> last = new ArrayList<>();
      Variable rest = null;
      for (Expression.Element element : list.elements()) {
        if (element.spread() && rest != null) {
          all.report(new SecondRest(element.value().span()));
        } else if (element.spread()) {
          rest = taken(element.value());
        } else {
          (rest == null ? first : last).add(new Matcher.Element(matcher(element.value()), null));
        }
      }
      return new Matcher.ListOf(first, rest != null, rest, last, list.span());
    }

    /// A variable that takes a part; it is assigned to the target afterwards.
    private Variable taken(Expression target) {
      Span span = target.span();
      Variable part = scope.frame().temporary("part", span);
      Place place = all.places.place(ControlResolver.plain(target), value, span, scope);
      before.addAll(place.before());
      Node write = place.write().apply(new Node.Read(part, false, span));
      writes.add(MemberResolver.guarded(write, place.guards()));
      return part;
    }
  }

  /// `(a, b) = value`: takes the value apart, then assigns each target.
  private Node assignParts(
      Expression target, Expression.Assign assign, boolean dropped, Scope scope) {
    Span span = assign.span();
    Node value = all.expressions.value(assign.value(), scope);
    var parts = new Parts(value, scope);
    Matcher matcher = parts.matcher(target);
    List<Node> nodes = new ArrayList<>(parts.before);
    Variable whole = scope.frame().temporary("whole", span);
    Node apart = dropped ? apart(matcher, value) : null;
    if (apart != null) {
      nodes.add(apart);
    } else if (dropped) {
      nodes.add(new Node.Destructure(matcher, value, span));
    } else {
      nodes.add(new Node.Declare(whole, new Node.Destructure(matcher, value, span), span));
    }
    nodes.addAll(parts.writes);
    if (!dropped) {
      nodes.add(new Node.Read(whole, false, span));
    }
    return new Node.Sequence(nodes, span);
  }

  /// The parts of a tuple that is written down, declared one by one without making the tuple: `let
  /// (a, b) = (1, 2)`. The variables must be new. Null if it is another value or pattern.
  static @Nullable Node apart(Matcher matcher, Node value) {
    if (!(matcher instanceof Matcher.Tuple(var parts, _, var span))
        || !(value instanceof Node.TupleOf(var elements, _))
        || parts.size() != elements.size()) {
      return null;
    }
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Node element = elements.get(i);
      switch (parts.get(i)) {
        case Matcher.Bind(var variable, var at) ->
            nodes.add(new Node.Declare(variable, element, at));
        case Matcher.Anything _ -> nodes.add(element);
        default -> {
          return null;
        }
      }
    }
    return new Node.Sequence(nodes, span);
  }

  /// `target += value`: the same as `target = target + value`
  Node compound(Expression.CompoundAssign assign, Scope scope) {
    Node value = all.expressions.value(assign.value(), scope);
    Place place =
        all.places.place(ControlResolver.plain(assign.target()), value, assign.span(), scope);
    Node changed = combined(assign.operator(), place.old(), value, assign.span());
    return place.around(place.write().apply(changed));
  }

  private static Node combined(BinaryOperator operator, Node old, Node value, Span span) {
    return switch (operator) {
      case AND -> new Node.Logical(true, old, value, span);
      case OR -> new Node.Logical(false, old, value, span);
      case COALESCE -> new Node.Coalesce(old, value, span);
      default -> new Node.Binary(OperatorNames.of(operator), old, value, span);
    };
  }

  /// `x++`, `--x`
  Node increment(Expression.Increment increment, boolean dropped, Scope scope) {
    Span span = increment.span();
    Node one = new Node.Constant(1L, span);
    Operator operator = increment.up() ? Operator.ADD : Operator.SUBTRACT;
    Place place = all.places.place(ControlResolver.plain(increment.target()), one, span, scope);
    if (increment.prefix() || dropped) {
      return place.around(place.write().apply(new Node.Binary(operator, place.old(), one, span)));
    }
    Variable old = scope.frame().temporary("old", span);
    Node changed = new Node.Binary(operator, new Node.Read(old, false, span), one, span);
    return place.around(
        new Node.Declare(old, place.old(), span),
        place.write().apply(changed),
        new Node.Read(old, false, span));
  }

  /// A call that assigns its receiver: `text.push_str(s)` and `text.push(s)` (L 17.3),
  /// `option.take()` and `option.replace(x)` (L 17.9). Null if it is another call.
  @Nullable Node changingCall(Expression.MethodCall call, boolean dropped, Scope scope) {
    String name = call.name().text();
    boolean isPush = name.equals("push_str") || name.equals("push");
    boolean isOfCell = all.places.mayGiveCell(call.target());
    boolean isOfEntry = isPush && all.places.isEntryOfText(call.target());
    if (!(isTarget(call.target(), scope) || isOfCell || isOfEntry)
        || call.arguments().stream().anyMatch(a -> a.spread() || a.name() != null)) {
      return null;
    }
    int count = call.arguments().size();
    return switch (name) {
      case "push", "push_str" ->
          count == 1 && all.lets.mayBeText(call.target(), scope)
              ? isOfCell ? pushToCell(call, dropped, scope) : push(call, isOfEntry, dropped, scope)
              : null;
      case "replace" -> count == 1 ? exchange(call, isOfCell, scope) : null;
      case "take" -> count == 0 ? exchange(call, isOfCell, scope) : null;
      default -> null;
    };
  }

  /// `place.push(x)`: text is replaced by the longer text, and the result is nil; on other values
  /// it is a method call.
  private Node push(Expression.MethodCall call, boolean isOfEntry, boolean dropped, Scope scope) {
    String name = call.name().text();
    Span span = call.name().span();
    Node argument = all.arguments.elements(call.arguments(), scope).getFirst().value();
    List<Node> nodes = new ArrayList<>();
    Supplier<Node> more = held(argument, nodes, scope);
    Expression target = ControlResolver.plain(call.target());
    Expression pushed = isOfEntry ? new Expression.Dereference(target, target.span()) : target;
    Place place = all.places.place(pushed, argument, span, scope);
    Variable receiver = scope.frame().temporary("receiver", call.target().span());
    // Text grows in its place if that can be read twice; other places get a longer text.
    Node old = place.old();
    Node again = again(old);
    Variable text = again == null ? scope.frame().temporary("text", call.target().span()) : null;
    Node longer =
        again == null
            ? invoke(Objects.requireNonNull(text), name, more.get(), span)
            : new Node.Binary(Operator.ADD, again, more.get(), span);
    Node grown = place.write().apply(longer);
    Node other = invoke(receiver, name, more.get(), span);
    if (name.equals("push_str")) {
      other = pushThrough(receiver, more, other, true, scope);
    }
    // L 8.1: `push` on a name, member or element yields nil, on the result of a call the list.
    boolean yieldsNil = !dropped && !isOfEntry;
    var arm =
        new Node.Arm(
            new Matcher.Text(text, span),
            null,
            dropped ? grown : new Node.Sequence(List.of(grown, Frame.nil(span)), span));
    nodes.add(
        new Node.Match(
            receiver,
            old,
            List.of(arm),
            yieldsNil ? yieldingNil(receiver, name, other, more, scope) : other,
            call.span()));
    return place.around(nodes.toArray(Node[]::new));
  }

  private Node yieldingNil(
      Variable receiver, String name, Node call, Supplier<Node> argument, Scope scope) {
    Span span = call.span();
    Node nil = new Node.Sequence(List.of(call, Frame.nil(span)), span);
    List<Node.Element> arguments = List.of(new Node.Element(argument.get(), false));
    return KeptFunction.orElse(receiver, name, arguments, nil, span, scope);
  }

  /// What may be read any number of times and is evaluated once, by what is added to the nodes.
  private static Supplier<Node> held(Node value, List<Node> nodes, Scope scope) {
    if (value instanceof Node.Constant constant) {
      return () -> new Node.Constant(constant.value(), constant.span());
    }
    Variable held = scope.frame().temporary("argument", value.span());
    nodes.add(new Node.Declare(held, value, value.span()));
    return () -> new Node.Read(held, false, value.span());
  }

  /// `cell.borrow_mut().push_str(x)`: as on a name where the cell holds text; the call as it stands
  /// for all else.
  private Node pushToCell(Expression.MethodCall call, boolean dropped, Scope scope) {
    String name = call.name().text();
    Span span = call.name().span();
    List<Node> nodes = new ArrayList<>();
    Supplier<Node> target = held(all.expressions.value(call.target(), scope), nodes, scope);
    Node argument = all.arguments.elements(call.arguments(), scope).getFirst().value();
    Supplier<Node> more = held(argument, nodes, scope);
    Variable receiver = scope.frame().temporary("receiver", call.target().span());
    Variable text = scope.frame().temporary("text", call.target().span());
    var isText =
        new Node.Arm(new Matcher.Text(text, span), null, invoke(text, name, more.get(), span));
    Node other = invoke(receiver, name, more.get(), span);
    Node through = pushThrough(receiver, more, other, dropped, scope);
    nodes.add(new Node.Match(receiver, target.get(), List.of(isText), through, call.span()));
    return new Node.Sequence(nodes, call.span());
  }

  /// `cell.push_str(x)`: the text in a cell is replaced by the longer text; `other` for what is no
  /// cell that holds text.
  private static Node pushThrough(
      Variable receiver, Supplier<Node> more, Node other, boolean dropped, Scope scope) {
    Span span = other.span();
    Supplier<Node> reference = () -> new Node.Read(receiver, false, span);
    Supplier<Node> content = () -> new Node.Dereference(reference.get(), span);
    Node longer = new Node.Binary(Operator.ADD, content.get(), more.get(), span);
    Node write = new Node.WriteThrough(reference.get(), longer, span);
    var arm =
        new Node.Arm(
            new Matcher.Text(null, span),
            null,
            dropped ? write : new Node.Sequence(List.of(write, Frame.nil(span)), span));
    Variable held = scope.frame().temporary("content", span);
    return new Node.Match(held, content.get(), List.of(arm), other, span);
  }

  /// A place read once more: a variable, or a member or element of one.
  private static @Nullable Node again(Node old) {
    return switch (old) {
      case Node.Constant(Object value, Span at) -> new Node.Constant(value, at);
      case Node.Read(Variable variable, boolean checked, Span at) ->
          new Node.Read(variable, checked, at);
      case Node.Dereference(Node target, Span at) -> {
        Node from = again(target);
        yield from instanceof Node.Read ? new Node.Dereference(from, at) : null;
      }
      case Node.ReadMember(Node target, String name, Span at) -> {
        Node from = again(target);
        yield from instanceof Node.Read ? new Node.ReadMember(from, name, at) : null;
      }
      case Node.ReadIndex(Node target, Node index, Span at) -> {
        Node from = again(target);
        Node key = isSimple(index) ? again(index) : null;
        yield from instanceof Node.Read && key != null ? new Node.ReadIndex(from, key, at) : null;
      }
      default -> null;
    };
  }

  private static boolean isSimple(Node node) {
    return node instanceof Node.Read || node instanceof Node.Constant;
  }

  private static Node invoke(Variable receiver, String name, Node argument, Span span) {
    return new Node.CallMethod(
        new Node.Read(receiver, false, receiver.span()),
        name,
        List.of(),
        List.of(new Node.Element(argument, false)),
        false,
        span);
  }

  /// `place.take()` and `place.replace(x)`: an Option gives up its value and gets another one. A
  /// text has a `replace` of two arguments. A function that is kept under that name is called
  /// instead (L 8.4).
  private Node exchange(Expression.MethodCall call, boolean isOfCell, Scope scope) {
    String name = call.name().text();
    Span span = call.name().span();
    var elements = all.arguments.elements(call.arguments(), scope);
    Node argument = elements.isEmpty() ? Frame.nil(span) : elements.getFirst().value();
    // What a call gives has no place to write to: only a cell may be given another value.
    Place place =
        isOfCell
            ? null
            : all.places.place(ControlResolver.plain(call.target()), argument, span, scope);
    Node target = place == null ? all.expressions.value(call.target(), scope) : place.old();
    Variable receiver = scope.frame().temporary("receiver", call.target().span());
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node.Declare(receiver, target, span));
    Supplier<Node> given = held(argument, nodes, scope);
    Supplier<Node> read = () -> new Node.Read(receiver, false, span);
    Node ofCell =
        exchanged(
            name,
            new Node.Dereference(read.get(), span),
            given.get(),
            write -> through(receiver, write),
            span,
            scope);
    List<Node.Element> others =
        elements.isEmpty() ? List.of() : List.of(new Node.Element(given.get(), false));
    Node ofPlace =
        place == null
            ? new Node.CallMethod(read.get(), name, List.of(), others, false, span)
            : exchanged(name, read.get(), given.get(), place.write(), span, scope);
    var cell = new Node.Arm(new Matcher.Cell(span), null, ofCell);
    Variable subject = scope.frame().temporary("subject", span);
    Node exchanged = new Node.Match(subject, read.get(), List.of(cell), ofPlace, span);
    List<Node.Element> arguments =
        elements.isEmpty() ? List.of() : List.of(new Node.Element(given.get(), false));
    nodes.add(KeptFunction.orElse(receiver, name, arguments, exchanged, span, scope));
    return place == null
        ? new Node.Sequence(nodes, call.span())
        : place.around(nodes.toArray(Node[]::new));
  }

  /// `*cell = value`
  private static Node through(Variable cell, Node value) {
    return new Node.WriteThrough(new Node.Read(cell, false, value.span()), value, value.span());
  }

  /// What the place held, which is read by that node, and gives up.
  private static Node exchanged(
      String name, Node held, Node argument, UnaryOperator<Node> write, Span span, Scope scope) {
    boolean takes = name.equals("take");
    Variable old = scope.frame().temporary("old", span);
    Node taken = takes ? new Node.CallMethod(held, name, List.of(), List.of(), false, span) : held;
    Node left =
        takes
            ? new Node.MakeOption(Node.OptionForm.NONE, null, span)
            : new Node.MakeOption(Node.OptionForm.SOME, argument, span);
    return new Node.Sequence(
        List.of(
            new Node.Declare(old, taken, span), write.apply(left), new Node.Read(old, false, span)),
        span);
  }

  /// Whether it is a name of a variable, a member or an element of a value.
  private boolean isTarget(Expression expression, Scope scope) {
    return switch (ControlResolver.plain(expression)) {
      case Expression.Name name -> {
        Binding binding = all.names.find(name.text(), scope);
        yield binding instanceof Binding.Local local && !local.variable().isConstant()
            || binding instanceof Binding.OfGlobal global
                && !global.global().variable().isConstant()
            || binding instanceof Binding.Field;
      }
      case Expression.Member member ->
          all.members.space(member.target(), member.name().text(), scope) == null;
      case Expression.Index index ->
          !(ControlResolver.plain(index.index()) instanceof Expression.Range);
      default -> false;
    };
  }
}
