package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.TypeName;

/// Postfix chains: members, method calls, elements, slices, calls of values, `?` and `?.` (L 5.8, L
/// 8).
final class MemberResolver {
  /// Methods of a Result; a `parse` before them yields one (L 17.3).
  private static final Set<String> RESULT_METHODS =
      Set.of(
          "is_ok",
          "is_err",
          "is_some",
          "is_none",
          "unwrap",
          "expect",
          "unwrap_or",
          "unwrap_or_else",
          "unwrap_or_default",
          "map",
          "map_err",
          "and_then",
          "or",
          "or_else",
          "ok",
          "err",
          "unwrap_err");

  /// A `?.` of a chain: the rest of the chain reads `receiver`.
  record Guard(Variable receiver, Node target, Span span) {}

  private final Resolution all;

  MemberResolver(Resolution all) {
    this.all = all;
  }

  /// A whole chain. `dropped`: nobody uses its value.
  Node chain(Expression expression, boolean dropped, Scope scope) {
    List<Guard> guards = new ArrayList<>();
    return guarded(link(expression, dropped, guards, scope), guards);
  }

  /// The chain within the `?.` that it contains.
  static Node guarded(Node chain, List<Guard> guards) {
    Node node = chain;
    for (Guard guard : guards.reversed()) {
      node = new Node.SafeChain(guard.receiver(), guard.target(), node, guard.span());
    }
    return node;
  }

  private Node link(Expression expression, boolean dropped, List<Guard> guards, Scope scope) {
    return switch (expression) {
      case Expression.Member member -> member(member, guards, scope);
      case Expression.MethodCall call -> methodCall(call, dropped, guards, scope);
      case Expression.TupleMember member ->
          new Node.ReadIndex(
              link(member.target(), false, guards, scope),
              new Node.Constant((long) member.index(), member.span()),
              member.span());
      case Expression.Index index -> index(index, guards, scope);
      case Expression.Slice slice ->
          new Node.SliceOf(
              link(slice.target(), false, guards, scope),
              optional(slice.start(), scope),
              optional(slice.end(), scope),
              false,
              slice.span());
      case Expression.Call call -> {
        Node named = all.calls.named(call, dropped, scope);
        yield named != null
            ? named
            : all.calls.value(
                link(call.callee(), false, guards, scope), call.arguments(), call.span(), scope);
      }
      case Expression.Propagate propagate ->
          new Node.Propagate(
              wantingResult(link(propagate.operand(), false, guards, scope)), propagate.span());
      default -> all.expressions.value(expression, scope);
    };
  }

  /// The object of a member: a link of the chain, or what a `?.` has found not to be nil.
  Node target(Expression target, boolean safe, List<Guard> guards, Scope scope) {
    Node node = link(target, false, guards, scope);
    if (!safe) {
      return node;
    }
    Variable receiver = scope.frame().temporary("receiver", target.span());
    guards.add(new Guard(receiver, node, target.span()));
    return new Node.Read(receiver, false, target.span());
  }

  private Node member(Expression.Member member, List<Guard> guards, Scope scope) {
    Binding space = member.safe() ? null : space(member.target(), member.name().text(), scope);
    if (space != null) {
      Binding binding = memberOf(space, member.target(), member.name(), false, scope);
      return binding == null
          ? Frame.faulty(member.span())
          : all.names.value(binding, member.name().text(), member.span(), scope);
    }
    if (member.target() instanceof Expression.Super && all.calls.isSuperField(member, scope)) {
      // The fields of the superclass are those of the instance (L 9.2).
      Node self = all.names.self(member.target().span(), scope);
      return new Node.ReadMember(self, member.name().text(), member.name().span());
    }
    if (member.target() instanceof Expression.Super) {
      return all.calls.superMember(member, scope);
    }
    Node target = target(member.target(), member.safe(), guards, scope);
    return member.name().text().equals("await")
        ? new Node.Await(target, member.span())
        : new Node.ReadMember(target, member.name().text(), member.name().span());
  }

  private Node methodCall(
      Expression.MethodCall call, boolean dropped, List<Guard> guards, Scope scope) {
    if (call.target() instanceof Expression.Super) {
      return all.calls.superMethod(call, scope);
    }
    String name = call.name().text();
    Binding space = call.safe() ? null : space(call.target(), name, scope);
    if (space != null) {
      Binding binding = memberOf(space, call.target(), call.name(), true, scope);
      if (binding == null) {
        return Frame.faulty(all.arguments.elements(call.arguments(), scope), call.span());
      }
      return all.calls.of(binding, name, call.arguments(), call.span(), scope);
    }
    Node changed = call.safe() ? null : all.assignments.changingCall(call, dropped, scope);
    if (changed != null) {
      return changed;
    }
    Node target = target(call.target(), call.safe(), guards, scope);
    if (name.equals("await") && call.arguments().isEmpty()) {
      return new Node.Await(target, call.span());
    }
    Span span = call.name().span();
    return call(target, name, call.typeArguments(), call.arguments(), dropped, span, scope);
  }

  /// `target.name(args)`; the span is that of the name, where run-time errors point to.
  Node call(
      Node target,
      String name,
      List<TypeName> typeArguments,
      List<Argument> arguments,
      boolean dropped,
      Span span,
      Scope scope) {
    List<Annotation> types = new ArrayList<>();
    typeArguments.forEach(type -> types.add(all.annotations.of(type, scope)));
    Node receiver = RESULT_METHODS.contains(name) ? wantingResult(target) : target;
    if (name.equals("unwrap_or_default")
        && receiver instanceof Node.CallMethod parse
        && types.isEmpty()) {
      types.addAll(parse.typeArguments());
    }
    if (name.equals("unwrap_or_default") && types.isEmpty() && payload(target) != null) {
      types.add(payload(target));
    }
    if (name.equals("unwrap") && arguments.isEmpty() && isJoin(target)) {
      return new Node.CallMethod(target, "unwrap#joined", List.of(), List.of(), false, span);
    }
    boolean named = Expression.Argument.anyNamed(arguments);
    all.namesParameters |= name.equals("apply") && arguments.size() == 2;
    if (named) {
      // Whose method, field or entry it is decides what the names mean: only the receiver tells.
      all.namesParameters = true;
      var signature = all.methods.signature(name);
      List<Node.Element> elements = all.arguments.elements(arguments, signature, scope);
      BiFunction<Node, List<Node.Element>, Node> make =
          (object, given) -> new Node.CallMethod(object, name, types, given, true, false, span);
      Node decided = all.receiverPlaces.call(receiver, name, elements, true, scope, make);
      return decided == null ? make.apply(receiver, elements) : decided;
    }
    List<Argument> folded = mayBeOfProgram(name) ? null : FoldedText.arguments(name, arguments);
    if (folded != null) {
      return call(target, name + "#text", typeArguments, folded, dropped, span, scope);
    }
    List<Node.Element> elements = new ArrayList<>(methodArguments(name, arguments, scope));
    if (ScannedState.isChanged(name, arguments)) {
      var cell = new Node.CallLibrary("Cell", "new", List.of(elements.getFirst()), span);
      elements.set(0, new Node.Element(cell, false));
    }
    ParsedElements.wantResults(receiver, name, elements);
    Node decided = decided(receiver, name, types, elements, span, scope);
    if (decided != null) {
      return decided;
    }
    if (name.equals("append")
        && elements.size() == 1
        && !dropped
        && !AssignmentResolver.isPlace(target)) {
      return appended(receiver, types, elements, span, scope);
    }
    if (isReversedRange(receiver) && name.equals("take") && elements.size() == 1) {
      // The last numbers of the range, backwards: the others need not be made.
      Node range = ((Node.CallMethod) receiver).target();
      Node last = new Node.CallMethod(range, "last", types, elements, false, span);
      return new Node.CallMethod(last, "rev", types, List.of(), false, receiver.span());
    }
    Node ofEntry = EntryCall.of(receiver, name, elements, this);
    if (ofEntry != null) {
      return ofEntry;
    }
    if (!dropped && name.equals("push") && AssignmentResolver.isPlace(target)) {
      return push(receiver, elements, span, scope);
    }
    Node.CallMethod invoked = new Node.CallMethod(receiver, name, types, elements, false, span);
    return switch (name) {
      case "unwrap_or_default" -> all.checks.withDefault(invoked);
      case "collect" -> all.checks.collected(invoked);
      default -> invoked;
    };
  }

  /// `push` on a name, member or element, of which the value is nil unless the receiver keeps a
  /// function under that name (L 8.1, L 8.4).
  private Node push(Node receiver, List<Node.Element> elements, Span span, Scope scope) {
    Variable held = scope.frame().temporary("receiver", receiver.span());
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node.Declare(held, receiver, receiver.span()));
    List<Node.Element> kept = new ArrayList<>();
    List<Node.Element> pushed = new ArrayList<>();
    for (Node.Element element : elements) {
      Span at = element.value().span();
      Variable argument = scope.frame().temporary("argument", at);
      nodes.add(new Node.Declare(argument, element.value(), at));
      kept.add(new Node.Element(new Node.Read(argument, false, at), element.spread()));
      pushed.add(new Node.Element(new Node.Read(argument, false, at), element.spread()));
    }
    Node read = new Node.Read(held, false, receiver.span());
    Node call = new Node.CallMethod(read, "push", List.of(), pushed, false, span);
    Node nil = new Node.Sequence(List.of(call, Frame.nil(span)), span);
    nodes.add(KeptFunction.orElse(held, "push", kept, nil, span, scope));
    return new Node.Sequence(nodes, span);
  }

  /// Whether a method of that name may be one of the program: of its types, or a function that is
  /// kept under it. What entries of a session keep is not known to later ones.
  boolean mayBeOfProgram(String name) {
    return all.isSession || all.methods.isUserMethod(name) || all.keys.contains(name);
  }

  /// A call of which the receiver decides what its literals are; null if it does not.
  private @Nullable Node decided(
      Node receiver,
      String name,
      List<Annotation> types,
      List<Node.Element> arguments,
      Span span,
      Scope scope) {
    if (UserType.SENDING.contains(name) && arguments.size() == 1) {
      Node sent =
          all.receiverPlaces.message(
              receiver,
              arguments.getFirst().value(),
              scope,
              (actor, message) -> {
                var argument = List.of(new Node.Element(message, false));
                return new Node.CallMethod(actor, name, types, argument, false, span);
              });
      if (sent != null) {
        return sent;
      }
    }
    return all.receiverPlaces.call(
        receiver,
        name,
        arguments,
        false,
        scope,
        (target, given) -> new Node.CallMethod(target, name, types, given, false, span));
  }

  /// `[1].append(x)`: the list where the method gives nil, as it was no name, member or element (L
  /// 8.1). The receiver may be something else than a list: a method, field or key may be called so.
  private Node appended(
      Node receiver, List<Annotation> types, List<Node.Element> elements, Span span, Scope scope) {
    Variable variable = scope.frame().temporary("receiver", receiver.span());
    Node.Read read = new Node.Read(variable, false, receiver.span());
    Node call = new Node.CallMethod(read, "append", types, elements, false, span);
    var tested = new Node.Element(new Node.Read(variable, false, span), false);
    Node isList = new Node.CallLibrary("", "is_array", List.of(tested), span);
    Node list = new Node.Read(variable, false, receiver.span());
    list = new Node.Conditional(isList, list, Frame.nil(span), span);
    return new Node.Sequence(
        List.of(
            new Node.Declare(variable, receiver, receiver.span()),
            new Node.Coalesce(call, list, span)),
        span);
  }

  /// `(a..b).rev()`
  private static boolean isReversedRange(Node node) {
    return node instanceof Node.CallMethod call
        && call.name().equals("rev")
        && call.arguments().isEmpty()
        && call.target() instanceof Node.RangeOf range
        && range.start() != null
        && range.end() != null;
  }

  /// What a variable holds that is declared as `Option<T>` or `Result<T, E>`; null for others.
  private static @Nullable Annotation payload(Node target) {
    if (!(target instanceof Node.Read read)) {
      return null;
    }
    return switch (read.variable().annotation()) {
      case Annotation.OptionOf option -> option.value();
      case Annotation.ResultOf result -> result.value();
      case null, default -> null;
    };
  }

  /// Arguments without names.
  private List<Node.Element> methodArguments(String name, List<Argument> arguments, Scope scope) {
    if (UserType.SENDING.contains(name) && arguments.size() == 1) {
      Node message = all.tasks.message(arguments.getFirst().value(), scope);
      if (message != null) {
        return List.of(new Node.Element(message, false));
      }
    }
    return all.arguments.elements(arguments, all.methods.signature(name), scope);
  }

  private Node index(Expression.Index index, List<Guard> guards, Scope scope) {
    Node target = link(index.target(), false, guards, scope);
    if (ControlResolver.plain(index.index()) instanceof Expression.Range range) {
      return new Node.SliceOf(
          target,
          optional(range.start(), scope),
          optional(range.end(), scope),
          range.inclusive(),
          index.span());
    }
    return new Node.ReadIndex(target, all.expressions.value(index.index(), scope), index.span());
  }

  private @Nullable Node optional(@Nullable Expression expression, Scope scope) {
    return expression == null ? null : all.expressions.value(expression, scope);
  }

  /// A `parse` whose context wants a Result (L 17.3); other nodes are left as they are.
  static Node wantingResult(Node node) {
    return node instanceof Node.CallMethod call && isParse(call)
        ? new Node.CallMethod(
            call.target(), call.name(), call.typeArguments(), call.arguments(), true, call.span())
        : node;
  }

  /// `task.join()`, whose value may be nil without anything being wrong.
  private boolean isJoin(Node node) {
    return node instanceof Node.CallMethod call
        && call.name().equals("join")
        && call.arguments().isEmpty()
        && !all.methods.isUserMethod("join")
        && !all.methods.isUserMethod("unwrap");
  }

  /// Whether a method of that name is one of Results.
  static boolean isOfResult(String name) {
    return RESULT_METHODS.contains(name);
  }

  static boolean isParse(Node.CallMethod call) {
    return call.name().equals("parse") && call.arguments().isEmpty();
  }

  /// The module or type that stands before a dot, if it is one and no value: `json.parse(t)`,
  /// `Shape.new()`.
  @Nullable Binding space(Expression target, String member, Scope scope) {
    return switch (target) {
      case Expression.Name name -> {
        Binding binding = all.names.find(name.text(), scope);
        if (binding instanceof Binding.LibraryMember) {
          binding = all.names.predeclaredSpace(name.text());
        }
        boolean value =
            binding instanceof Binding.OfType of
                && InstanceResolver.isUnit(of.type())
                && !(all.paths.member(binding, member) instanceof Binding.Associated found
                    && found.role() == Binding.Role.STATIC);
        yield binding != null && binding.isSpace() && !value ? binding : null;
      }
      case Expression.Path path -> {
        Binding binding = all.paths.find(PathResolver.names(path), scope);
        yield binding != null && binding.isSpace() ? binding : null;
      }
      case Expression.Member inner when !inner.safe() -> {
        Binding outer = space(inner.target(), inner.name().text(), scope);
        Binding binding = outer == null ? null : all.paths.member(outer, inner.name().text());
        yield binding != null && binding.isSpace() ? binding : null;
      }
      default -> null;
    };
  }

  /// The member of a module or type; reports it if there is none.
  @Nullable Binding memberOf(
      Binding space, Expression target, Identifier name, boolean called, Scope scope) {
    Binding binding = all.paths.member(space, name.text());
    if (binding == null) {
      List<Identifier> path = new ArrayList<>(pathOf(target));
      path.add(name);
      all.paths.undefined(space, path, called, scope);
    }
    return binding;
  }

  private static List<Identifier> pathOf(Expression target) {
    return switch (target) {
      case Expression.Name name -> List.of(new Identifier(name.text(), name.span()));
      case Expression.Path path -> PathResolver.names(path);
      case Expression.Member member -> {
        List<Identifier> path = new ArrayList<>(pathOf(member.target()));
        path.add(member.name());
        yield path;
      }
      default -> List.of();
    };
  }
}
