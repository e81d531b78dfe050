package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.ConstantAssigned;
import ruchy.compiler.problem.NameProblem.UndefinedVariable;
import ruchy.compiler.problem.NameProblem.UsedBeforeInitialised;
import ruchy.compiler.problem.SyntaxProblem.InvalidTarget;
import ruchy.compiler.problem.TypeProblem.AssignedThroughReference;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;

/// Assignments in all their forms (L 5.1): the object and index of the target are evaluated once,
/// then the value.
final class AssignmentResolver {
  /// Where a value goes: what must be evaluated before, the node that reads the old value, and the
  /// node that writes a new one. Either node may be used once.
  private record Place(
      List<Node> before, Node old, UnaryOperator<Node> write, List<MemberResolver.Guard> guards) {
    Node around(Node... nodes) {
      List<Node> sequence = new ArrayList<>(before);
      sequence.addAll(List.of(nodes));
      Node node =
          sequence.size() == 1
              ? sequence.getFirst()
              : new Node.Sequence(sequence, sequence.getLast().span());
      return MemberResolver.guarded(node, guards);
    }
  }

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
    if (target instanceof Expression.TupleLiteral tuple) {
      return assignParts(tuple.elements(), true, assign, dropped, scope);
    }
    if (target instanceof Expression.ListLiteral list) {
      List<Expression> targets = new ArrayList<>();
      for (var element : list.elements()) {
        if (element.spread()) {
          return all.notSupported("rest in an assigned pattern", element.value().span());
        }
        targets.add(element.value());
      }
      return assignParts(targets, false, assign, dropped, scope);
    }
    Node value = all.expressions.value(assign.value(), scope);
    Place place = place(target, null, assign.span(), scope);
    return place.around(place.write().apply(value));
  }

  /// `(a, b) = value`: takes the value apart, then assigns each target.
  private Node assignParts(
      List<Expression> targets,
      boolean tuple,
      Expression.Assign assign,
      boolean dropped,
      Scope scope) {
    Span span = assign.span();
    Node value = all.expressions.value(assign.value(), scope);
    List<Node> nodes = new ArrayList<>();
    List<Node> writes = new ArrayList<>();
    List<Matcher> matchers = new ArrayList<>();
    for (Expression target : targets) {
      if (target instanceof Expression.Name name && name.text().equals("_")) {
        matchers.add(new Matcher.Anything(target.span()));
        continue;
      }
      Variable part = scope.frame().temporary("part", target.span());
      matchers.add(new Matcher.Bind(part, target.span()));
      Place place = place(ControlResolver.plain(target), value, target.span(), scope);
      nodes.addAll(place.before());
      Node write = place.write().apply(new Node.Read(part, false, target.span()));
      writes.add(MemberResolver.guarded(write, place.guards()));
    }
    Matcher matcher =
        tuple
            ? new Matcher.Tuple(matchers, true, span)
            : new Matcher.ListOf(
                matchers.stream().map(m -> new Matcher.Element(m, null)).toList(),
                false,
                null,
                List.of(),
                span);
    Variable whole = scope.frame().temporary("whole", span);
    Node apart = dropped ? apart(matcher, value) : null;
    if (apart != null) {
      nodes.add(apart);
    } else if (dropped) {
      nodes.add(new Node.Destructure(matcher, value, span));
    } else {
      nodes.add(new Node.Declare(whole, new Node.Destructure(matcher, value, span), span));
    }
    nodes.addAll(writes);
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
    Place place = place(ControlResolver.plain(assign.target()), value, assign.span(), scope);
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
    Place place = place(ControlResolver.plain(increment.target()), one, span, scope);
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

  /// A call that assigns its receiver: `text.push_str(s)` and, where the receiver certainly is
  /// text, `push` (L 17.3); `option.take()` and `option.replace(x)` (L 17.9). Null if it is another
  /// call.
  @Nullable Node changingCall(Expression.MethodCall call, boolean dropped, Scope scope) {
    String name = call.name().text();
    int count = call.arguments().size();
    boolean mayChange =
        switch (name) {
          case "push_str", "push", "replace" -> count == 1;
          case "take" -> count == 0;
          default -> false;
        };
    if (!mayChange || !isTarget(call.target(), scope)) {
      return null;
    }
    boolean text = all.lets.isText(call.target(), scope);
    if (!text && (name.equals("push") || all.typeHeads.isUserMethod(name))) {
      return null;
    }
    Span span = call.name().span();
    var elements = all.arguments.elements(call.arguments(), scope);
    Node argument = elements.isEmpty() ? Frame.nil(span) : elements.getFirst().value();
    Place place = place(ControlResolver.plain(call.target()), argument, span, scope);
    if (name.startsWith("push")) {
      Node grown = new Node.CallMethod(place.old(), name, List.of(), elements, false, span);
      Node write = place.write().apply(grown);
      return dropped ? place.around(write) : place.around(write, Frame.nil(span));
    }
    Variable old = scope.frame().temporary("old", span);
    Node taken =
        name.equals("take")
            ? new Node.CallMethod(place.old(), name, List.of(), List.of(), false, span)
            : place.old();
    Node left =
        name.equals("take")
            ? new Node.MakeOption(Node.OptionForm.NONE, null, span)
            : new Node.MakeOption(Node.OptionForm.SOME, argument, span);
    return place.around(
        new Node.Declare(old, taken, span),
        place.write().apply(left),
        new Node.Read(old, false, span));
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

  /// The place that an expression names. `value`: what is evaluated between reading and writing it;
  /// null if the old value is not read.
  private Place place(Expression target, @Nullable Node value, Span span, Scope scope) {
    return switch (target) {
      case Expression.Name name -> {
        Binding binding = all.names.find(name.text(), scope);
        if (binding == null) {
          String similar = all.suggestions.visible(name.text(), scope);
          all.report(new UndefinedVariable(name.text(), name.span(), similar));
          yield nowhere(span);
        }
        yield binding(binding, name.text(), target.span(), span, scope);
      }
      case Expression.Path path -> {
        var names = PathResolver.names(path);
        Binding binding = all.paths.resolve(names, false, scope);
        yield binding == null
            ? nowhere(span)
            : binding(binding, PathResolver.text(names), target.span(), span, scope);
      }
      case Expression.Member member -> member(member, value, span, scope);
      case Expression.Index index -> index(index, value, span, scope);
      case Expression.TupleMember member -> {
        List<MemberResolver.Guard> guards = new ArrayList<>();
        List<Node> before = new ArrayList<>();
        Node object = all.members.target(member.target(), false, guards, scope);
        Once once = once(object, value, before, scope);
        yield new Place(
            before,
            new Node.ReadIndex(once.first(), indexOf(member), member.span()),
            entering ->
                new Node.WriteIndex(
                    once.second(), indexOf(member), all.copies.copy(entering), span),
            guards);
      }
      case Expression.Dereference dereference -> through(dereference, value, span, scope);
      default -> {
        all.report(new InvalidTarget(target.span(), null));
        yield nowhere(span);
      }
    };
  }

  private static Node indexOf(Expression.TupleMember member) {
    return new Node.Constant((long) member.index(), member.span());
  }

  private static Place nowhere(Span span) {
    return new Place(List.of(), Frame.nil(span), value -> value, List.of());
  }

  private Place binding(Binding binding, String name, Span at, Span span, Scope scope) {
    return switch (binding) {
      case Binding.Local local when !local.variable().isConstant() -> {
        Node old = all.names.value(binding, name, at, scope);
        local.variable().markReassigned();
        yield new Place(List.of(), old, value -> write(local.variable(), value, span), List.of());
      }
      case Binding.OfGlobal global when !global.global().variable().isConstant() ->
          global(global.global(), at, span, scope);
      case Binding.Field field -> {
        Node self = all.names.self(at, scope);
        Node again = all.names.self(at, scope);
        yield new Place(
            List.of(),
            new Node.ReadMember(self, field.name(), at),
            value ->
                new Node.WriteMember(
                    again, field.name(), entering(field.name(), value, scope), span),
            List.of());
      }
      default -> {
        all.report(new ConstantAssigned(name, at));
        yield nowhere(span);
      }
    };
  }

  private Place global(Global global, Span at, Span span, Scope scope) {
    Variable variable = global.variable();
    boolean inFunction = !scope.frame().isTopLevel();
    if (inFunction) {
      variable.markUsedInFunctions();
    } else if (global.state() == Global.State.BEFORE && variable.span().source() == at.source()) {
      all.report(new UsedBeforeInitialised(variable.name(), at, variable.span()));
    }
    variable.markReassigned();
    Node old = new Node.Read(variable, global.state() != Global.State.CERTAIN, at);
    return new Place(List.of(), old, value -> write(variable, value, span), List.of());
  }

  private Node write(Variable variable, Node value, Span span) {
    Node checked =
        all.checks.check(value, variable.annotation(), "variable '" + variable.name() + "'");
    return new Node.Write(variable, all.copies.copy(checked), span);
  }

  /// A value that enters a field of `self`.
  private Node entering(String field, Node value, Scope scope) {
    if (scope.find("Self") instanceof Binding.OfType of) {
      for (UserType.Field each : of.type().type().fields()) {
        if (each.name().equals(field)) {
          String place = "field '" + field + "' of " + of.type().name();
          return all.copies.copy(all.checks.check(value, each.annotation(), place));
        }
      }
    }
    return all.copies.copy(value);
  }

  private Place member(Expression.Member member, @Nullable Node value, Span span, Scope scope) {
    String name = member.name().text();
    Binding space = member.safe() ? null : all.members.space(member.target(), name, scope);
    if (space != null) {
      Binding binding = all.members.memberOf(space, member.target(), member.name(), false, scope);
      return binding == null
          ? nowhere(span)
          : binding(binding, name, member.name().span(), span, scope);
    }
    List<MemberResolver.Guard> guards = new ArrayList<>();
    List<Node> before = new ArrayList<>();
    Node object = all.members.target(member.target(), member.safe(), guards, scope);
    Once once = once(object, value, before, scope);
    boolean ofSelf = member.target() instanceof Expression.Self;
    return new Place(
        before,
        new Node.ReadMember(once.first(), name, member.name().span()),
        entering ->
            new Node.WriteMember(
                once.second(),
                name,
                ofSelf ? entering(name, entering, scope) : all.copies.copy(entering),
                span),
        guards);
  }

  private Place index(Expression.Index index, @Nullable Node value, Span span, Scope scope) {
    if (ControlResolver.plain(index.index()) instanceof Expression.Range) {
      all.notSupported("assignment to a slice", index.span());
      return nowhere(span);
    }
    List<MemberResolver.Guard> guards = new ArrayList<>();
    List<Node> before = new ArrayList<>();
    Node object = all.members.target(index.target(), false, guards, scope);
    Node position = all.expressions.value(index.index(), scope);
    // A call in the index could assign the variable of the object.
    Once target = once(object, isCalm(position) ? value : position, before, scope);
    Once place = once(position, value, before, scope);
    return new Place(
        before,
        new Node.ReadIndex(target.first(), place.first(), index.span()),
        entering ->
            new Node.WriteIndex(target.second(), place.second(), all.copies.copy(entering), span),
        guards);
  }

  /// `*e = v`, `*e += v` (L 7.6)
  private Place through(
      Expression.Dereference dereference, @Nullable Node value, Span span, Scope scope) {
    Expression operand = ControlResolver.plain(dereference.operand());
    if (operand instanceof Expression.MethodCall insert
        && (insert.name().text().equals("or_insert")
            || insert.name().text().equals("or_insert_with"))
        && ControlResolver.plain(insert.target()) instanceof Expression.MethodCall entry
        && entry.name().text().equals("entry")
        && entry.arguments().size() == 1) {
      return entry(insert, entry, span, scope);
    }
    List<Node> before = new ArrayList<>();
    Node object = all.expressions.value(operand, scope);
    if (object instanceof Node.Read read && isUnchanging(read.variable().annotation())) {
      all.report(new AssignedThroughReference(dereference.span()));
    }
    Once once = once(object, value, before, scope);
    return new Place(
        before,
        new Node.Dereference(once.first(), dereference.span()),
        entering -> new Node.WriteThrough(once.second(), all.copies.copy(entering), span),
        List.of());
  }

  private static boolean isUnchanging(@Nullable Annotation annotation) {
    return annotation instanceof Annotation.OfKind of
        && switch (of.kind()) {
          case INTEGER, FLOAT, NUMBER, BOOLEAN, BYTE, ATOM, STRING, CHARACTER, TUPLE, RANGE, NIL ->
              true;
          case OBJECT, DATETIME, DURATION, ERROR -> false;
        };
  }

  /// `*map.entry(k).or_insert(v) += 1` changes the entry.
  private Place entry(
      Expression.MethodCall insert, Expression.MethodCall entry, Span span, Scope scope) {
    Variable map = scope.frame().temporary("map", entry.target().span());
    Variable key = scope.frame().temporary("key", entry.arguments().getFirst().span());
    Node object = all.expressions.value(entry.target(), scope);
    List<Node> before =
        List.of(
            new Node.Declare(map, object, object.span()),
            new Node.Declare(
                key,
                all.expressions.value(entry.arguments().getFirst().value(), scope),
                key.span()));
    Node found =
        new Node.CallMethod(
            new Node.Read(map, false, map.span()),
            "entry",
            List.of(),
            List.of(new Node.Element(new Node.Read(key, false, key.span()), false)),
            false,
            entry.name().span());
    Node old =
        new Node.CallMethod(
            found,
            insert.name().text(),
            List.of(),
            all.arguments.elements(insert.arguments(), scope),
            false,
            insert.name().span());
    return new Place(
        before,
        old,
        value ->
            new Node.WriteIndex(
                new Node.Read(map, false, map.span()),
                new Node.Read(key, false, key.span()),
                all.copies.copy(value),
                span),
        List.of());
  }

  /// A value that is needed for reading and for writing: both nodes that give it.
  private record Once(Node first, Node second) {}

  /// Both nodes are the value itself if only one will be used, copies of it if nothing between them
  /// can change it, and reads of a variable set in `before` otherwise.
  private static Once once(Node node, @Nullable Node between, List<Node> before, Scope scope) {
    if (between == null) {
      return new Once(node, node);
    }
    Node again = isCalm(between) ? again(node) : null;
    if (again != null) {
      return new Once(node, again);
    }
    Variable variable = scope.frame().temporary("place", node.span());
    before.add(new Node.Declare(variable, node, node.span()));
    return new Once(
        new Node.Read(variable, false, node.span()), new Node.Read(variable, false, node.span()));
  }

  private static @Nullable Node again(Node node) {
    return switch (node) {
      case Node.Constant constant -> new Node.Constant(constant.value(), constant.span());
      case Node.Read read -> new Node.Read(read.variable(), read.checked(), read.span());
      default -> null;
    };
  }

  /// Whether evaluating the node assigns no variable.
  private static boolean isCalm(Node node) {
    return switch (node) {
      case Node.Constant _, Node.Read _ -> true;
      case Node.Binary binary -> isCalm(binary.left()) && isCalm(binary.right());
      case Node.Unary unary -> isCalm(unary.operand());
      case Node.ReadMember member -> isCalm(member.target());
      case Node.ReadIndex index -> isCalm(index.target()) && isCalm(index.index());
      case Node.TupleOf tuple -> tuple.elements().stream().allMatch(AssignmentResolver::isCalm);
      case Node.ListOf list -> list.elements().stream().allMatch(e -> isCalm(e.value()));
      default -> false;
    };
  }
}
