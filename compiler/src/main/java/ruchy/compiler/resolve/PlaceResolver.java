package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Habits;
import ruchy.compiler.problem.NameProblem.ConstantAssigned;
import ruchy.compiler.problem.NameProblem.UndefinedVariable;
import ruchy.compiler.problem.NameProblem.UsedBeforeInitialised;
import ruchy.compiler.problem.SyntaxProblem.InvalidTarget;
import ruchy.compiler.problem.SyntaxProblem.SliceAssigned;
import ruchy.compiler.problem.TypeProblem.AssignedThroughReference;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;

/// The targets of assignments: variables, members, elements, and what stands behind `*` (L 5.1, L
/// 7.6).
final class PlaceResolver {
  private static final Set<String> OF_ENTRIES = Set.of("or_insert", "or_insert_with");

  private final Resolution all;

  PlaceResolver(Resolution all) {
    this.all = all;
  }

  /// The place that an expression names. `value`: what is evaluated between reading and writing it;
  /// null if the old value is not read.
  Place place(Expression target, @Nullable Node value, Span span, Scope scope) {
    return switch (target) {
      case Expression.Name name -> {
        Binding binding = all.names.find(name.text(), scope);
        if (binding == null) {
          String similar = all.suggestions.visible(name.text(), scope);
          var form = value == null ? Habits.Form.NEW_VARIABLE : null;
          all.report(new UndefinedVariable(name.text(), name.span(), similar, form));
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
    return new Place(List.of(), Frame.faulty(span), value -> value, List.of());
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
        Node constant = all.names.value(binding, name, at, scope);
        yield new Place(
            List.of(),
            constant,
            value -> new Node.Faulty(List.of(constant, value), span),
            List.of());
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
            ofSelf
                ? new Node.WriteMember(once.second(), name, entering(name, entering, scope), span)
                : written(once.second(), name, entering, span, scope),
        guards);
  }

  /// `object.name = value`
  private Node written(Node object, String name, Node value, Span span, Scope scope) {
    BiFunction<Node, Node, Node> make =
        (target, entering) -> new Node.WriteMember(target, name, all.copies.copy(entering), span);
    Node decided = all.receiverPlaces.field(object, name, value, scope, make);
    return decided == null ? make.apply(object, value) : decided;
  }

  private Place index(Expression.Index index, @Nullable Node value, Span span, Scope scope) {
    if (ControlResolver.plain(index.index()) instanceof Expression.Range) {
      all.report(new SliceAssigned(index.span()));
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

  /// Whether a call may give a cell whose text is changed through it: `cell.borrow_mut()`,
  /// `cell.lock().unwrap()` (L 12.9).
  boolean mayGiveCell(Expression expression) {
    if (!(ControlResolver.plain(expression) instanceof Expression.MethodCall call)
        || call.safe()
        || all.methods.isUserMethod(call.name().text())) {
      return false;
    }
    return switch (call.name().text()) {
      case "lock", "write", "borrow_mut" -> call.arguments().isEmpty();
      case "unwrap", "expect" -> mayGiveCell(call.target());
      default -> false;
    };
  }

  /// Whether it is an entry of a map into which text is put where there is none (L 7.6).
  boolean isEntryOfText(Expression expression) {
    return ControlResolver.plain(expression) instanceof Expression.MethodCall call
        && !call.safe()
        && !all.methods.isUserMethod(call.name().text())
        && isOfEntry(call)
        && insertsText(call);
  }

  private static boolean isOfEntry(Expression.MethodCall insert) {
    return OF_ENTRIES.contains(insert.name().text())
        && ControlResolver.plain(insert.target()) instanceof Expression.MethodCall entry
        && entry.name().text().equals("entry")
        && entry.arguments().size() == 1;
  }

  /// `*e = v`, `*e += v` (L 7.6)
  private Place through(
      Expression.Dereference dereference, @Nullable Node value, Span span, Scope scope) {
    Expression operand = ControlResolver.plain(dereference.operand());
    if (operand instanceof Expression.MethodCall insert
        && isOfEntry(insert)
        && ControlResolver.plain(insert.target()) instanceof Expression.MethodCall entry) {
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
    List<Node> before = new ArrayList<>();
    before.add(new Node.Declare(map, object, object.span()));
    before.add(
        new Node.Declare(
            key, all.expressions.value(entry.arguments().getFirst().value(), scope), key.span()));
    Node.CallMethod found =
        new Node.CallMethod(
            new Node.Read(map, false, map.span()),
            "entry",
            List.of(),
            List.of(new Node.Element(new Node.Read(key, false, key.span()), false)),
            false,
            entry.name().span());
    boolean ofText = insertsText(insert) && !all.members.mayBeOfProgram(entry.name().text());
    String name = insert.name().text();
    List<Node.Element> inserted = all.arguments.elements(insert.arguments(), scope);
    Node old = ofText ? null : EntryCall.of(found, name, inserted, all.members);
    if (old == null) {
      old =
          new Node.CallMethod(
              found,
              ofText ? name + "#text" : name,
              List.of(),
              inserted,
              false,
              insert.name().span());
    }
    if (ofText) {
      // Text grows where it is read as an element.
      before.add(old);
      old =
          new Node.ReadIndex(
              new Node.Read(map, false, map.span()), new Node.Read(key, false, key.span()), span);
    }
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

  /// Whether what is inserted is text as it is written there: `""`, `"a".to_string()`,
  /// `String::new()`, `String::new`.
  private static boolean insertsText(Expression.MethodCall insert) {
    return insert.arguments().size() == 1
        && isText(ControlResolver.plain(insert.arguments().getFirst().value()));
  }

  private static boolean isText(Expression value) {
    return switch (value) {
      case Expression.StringLiteral _, Expression.FormatString _ -> true;
      case Expression.MethodCall call -> isText(ControlResolver.plain(call.target()));
      case Expression.Call call -> isText(call.callee());
      case Expression.Path path ->
          PathResolver.text(PathResolver.names(path)).startsWith("String::");
      case Expression.Closure closure -> isText(ControlResolver.plain(closure.body()));
      default -> false;
    };
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
      case Node.TupleOf tuple -> tuple.elements().stream().allMatch(PlaceResolver::isCalm);
      case Node.ListOf list -> list.elements().stream().allMatch(e -> isCalm(e.value()));
      default -> false;
    };
  }
}
