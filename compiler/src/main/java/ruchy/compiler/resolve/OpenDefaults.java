package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.UndefinedFunction;
import ruchy.compiler.problem.NameProblem.UnknownDefault;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.TypeName;

/// Defaults by type: `i32::default()`, and `Default::default()`, which is that of the annotated
/// place that it enters. Until the place is known a node of unknown value stands for it.
final class OpenDefaults {
  private record Open(Span span, Scope scope) {}

  private final Resolution all;
  private final IdentityHashMap<Node, Open> open = new IdentityHashMap<>();

  OpenDefaults(Resolution all) {
    this.all = all;
  }

  /// The default that a call asks for; null if it calls something of the program, or no default.
  @Nullable Node call(
      List<Identifier> path, List<Expression.Argument> arguments, Span span, Scope scope) {
    Identifier type = path.getFirst();
    if (path.size() != 2
        || !arguments.isEmpty()
        || !path.getLast().text().equals(DerivedDefaults.NAME)
        || scope.findSpace(type.text()) != null) {
      return null;
    }
    if (type.text().equals("Default")) {
      Node node = Frame.faulty(span);
      open.put(node, new Open(span, scope));
      return node;
    }
    if (all.names.predeclaredSpace(type.text()) == null) {
      return null;
    }
    var named = new TypeName.Named(List.of(type), List.of(), type.span());
    return of(all.annotations.of(named, scope), span, scope);
  }

  /// The value that enters a place with that annotation, now that it is known.
  Node settle(Node value, Annotation annotation) {
    Open known = open.get(value);
    if (known == null) {
      return value;
    }
    Node node = of(annotation, known.span(), known.scope());
    if (node == null) {
      return value;
    }
    open.remove(value);
    return node;
  }

  /// The arguments of a call of that function, the first of which belongs to its first parameter
  /// besides `self`.
  List<@Nullable Node> settle(List<@Nullable Node> arguments, FunctionDeclaration callee) {
    if (open.isEmpty()) {
      return arguments;
    }
    List<Parameter> parameters =
        callee.tree().parameters().stream().filter(p -> !Signature.isSelf(p)).toList();
    Scope scope = callee.scope().block();
    FunctionResolver.bindGenerics(callee.tree().generics(), scope);
    List<@Nullable Node> settled = new ArrayList<>(arguments);
    for (int i = 0; i < settled.size() && i < parameters.size(); i++) {
      Node argument = settled.get(i);
      if (argument != null && open.containsKey(argument)) {
        Annotation annotation = all.annotations.optional(parameters.get(i).type(), scope);
        settled.set(i, annotation == null ? argument : settle(argument, annotation));
      }
    }
    return settled;
  }

  /// Reports those whose type nothing tells.
  void report() {
    open.values().forEach(each -> all.report(new UnknownDefault(each.span())));
  }

  private @Nullable Node of(Annotation type, Span span, Scope scope) {
    return switch (type) {
      case Annotation.OfKind(Annotation.Kind kind) ->
          switch (kind) {
            case INTEGER, NUMBER -> new Node.Constant(0L, span);
            case FLOAT -> new Node.Constant(0.0, span);
            case BOOLEAN -> new Node.Constant(false, span);
            case BYTE -> new Node.ByteConstant(0, span);
            case STRING -> new Node.Constant("", span);
            case CHARACTER -> new Node.Constant("\0", span);
            case OBJECT -> new Node.MapOf(List.of(), span);
            case NIL -> Frame.nil(span);
            case ATOM, TUPLE, RANGE, DATETIME, DURATION, ERROR -> null;
          };
      case Annotation.ListOf _ -> new Node.ListOf(List.of(), span);
      case Annotation.SetOf set -> empty(set, span);
      case Annotation.MapOf map -> empty(map, span);
      case Annotation.TupleOf(List<Annotation> elements) -> tuple(elements, span, scope);
      case Annotation.OptionOf _ -> new Node.MakeOption(Node.OptionForm.NONE, null, span);
      case Annotation.OfUserType(var user) -> {
        for (TypeDeclaration each : all.types) {
          if (each.type() == user) {
            yield ofUserType(each, span, scope);
          }
        }
        yield null;
      }
      case Annotation.Anything _,
          Annotation.Callable _,
          Annotation.ResultOf _,
          Annotation.OfTrait _,
          Annotation.OfLibraryType _,
          Annotation.Cell _ ->
          null;
    };
  }

  private @Nullable Node tuple(List<Annotation> types, Span span, Scope scope) {
    List<Node> elements = new ArrayList<>();
    for (Annotation type : types) {
      Node element = of(type, span, scope);
      if (element == null) {
        return null;
      }
      elements.add(element);
    }
    return new Node.TupleOf(elements, span);
  }

  private Node ofUserType(TypeDeclaration type, Span span, Scope scope) {
    FunctionDeclaration maker = type.statics().get(DerivedDefaults.NAME);
    if (maker == null) {
      String name = type.name() + "::" + DerivedDefaults.NAME;
      all.report(new UndefinedFunction(name, span, null));
      return Frame.faulty(span);
    }
    var binding = new Binding.Associated(maker, type, Binding.Role.STATIC);
    return all.calls.of(binding, DerivedDefaults.NAME, List.of(), span, scope);
  }

  static Node empty(Annotation.SetOf type, Span span) {
    return type.isOrdered()
        ? new Node.CallLibrary("BTreeSet", "new", List.of(), span)
        : new Node.SetOf(List.of(), span);
  }

  static Node empty(Annotation.MapOf type, Span span) {
    return type.isOrdered()
        ? new Node.CallLibrary("BTreeMap", "new", List.of(), span)
        : new Node.MapOf(List.of(), span);
  }
}
