package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.AbstractInstance;
import ruchy.compiler.problem.NameProblem.NotAValue;
import ruchy.compiler.problem.NameProblem.UndefinedFunction;
import ruchy.compiler.problem.NameProblem.UndefinedVariable;
import ruchy.compiler.problem.TypeProblem.ArgumentCount;
import ruchy.compiler.problem.TypeProblem.MissingField;
import ruchy.compiler.problem.TypeProblem.RepeatedField;
import ruchy.compiler.problem.TypeProblem.UnknownField;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;
import ruchy.compiler.tree.Expression.FieldValue;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;

/// Making structs, class instances, actors and variants (L 5.4, L 9.1 to L 9.3, L 9.5).
final class InstanceResolver {
  private final Resolution all;

  InstanceResolver(Resolution all) {
    this.all = all;
  }

  /// `S { x: 1, ..base }`, `E::C { x: 1 }`
  Node literal(Expression.StructLiteral literal, Scope scope) {
    List<Identifier> path = literal.path();
    Binding binding =
        path.size() == 1
            ? all.names.find(path.getFirst().text(), scope)
            : all.paths.resolve(path, false, scope);
    if (binding instanceof Binding.Alias alias) {
      binding = all.paths.target(alias);
    }
    Span span = literal.span();
    return switch (binding) {
      case Binding.OfType of -> {
        Expression base =
            literal.base() == null ? null : all.defaults.base(literal.base(), path, scope);
        yield fields(of.type(), literal.fields(), base, span, scope);
      }
      case Binding.OfVariant of -> variantFields(of, literal.fields(), span, scope);
      case null -> {
        if (path.size() == 1) {
          String name = path.getFirst().text();
          String similar = all.suggestions.visible(name, scope);
          all.report(new UndefinedVariable(name, path.getFirst().span(), similar));
        }
        yield unusable(literal, scope);
      }
      default -> {
        all.report(new UndefinedVariable(PathResolver.text(path), path.getLast().span(), null));
        yield unusable(literal, scope);
      }
    };
  }

  private Node unusable(Expression.StructLiteral literal, Scope scope) {
    List<Node> values =
        literal.fields().stream().map(each -> all.expressions.value(each.value(), scope)).toList();
    return new Node.Faulty(values, literal.span());
  }

  /// `S(args)`, `C(args)`, `C::new(args)`, `A(args)`
  Node construct(TypeDeclaration type, List<Argument> arguments, Span span, Scope scope) {
    all.typeHeads.ensureHead(type);
    all.refer(type);
    UserType.Form form = type.type().form();
    FunctionDeclaration constructor = type.constructors().get("new");
    if (constructor != null) {
      return construct(type, constructor, arguments, span, scope);
    }
    boolean named = Expression.Argument.anyNamed(arguments);
    FunctionDeclaration maker = type.statics().get("new");
    if (form == UserType.Form.CLASS && maker != null && !named) {
      var of = new Binding.Associated(maker, type, Binding.Role.STATIC);
      return all.calls.of(of, "new", arguments, span, scope);
    }
    if (form == UserType.Form.ENUM) {
      all.report(new UndefinedFunction(type.name(), span, null));
      return Frame.faulty(all.arguments.elements(arguments, scope), span);
    }
    boolean positional = type.type().isPositional() || form == UserType.Form.ACTOR;
    return positional && !named
        ? positional(type, arguments, span, scope)
        : byName(type, arguments, span, scope);
  }

  /// A constructor of a class: field defaults first, then its body (L 9.2).
  Node construct(
      TypeDeclaration type,
      FunctionDeclaration constructor,
      List<Argument> arguments,
      Span span,
      Scope scope) {
    all.refer(type);
    checkConcrete(type, span);
    var bound = all.arguments.bind(constructor.signature(), type.name(), arguments, span, scope);
    if (bound == null) {
      return spread(constructorValue(type, constructor, span, scope), arguments, span, scope);
    }
    var given = all.written.entering(bound, constructor);
    return given.around(constructed(type, constructor, given.values(), span, scope));
  }

  private void checkConcrete(TypeDeclaration type, Span span) {
    if (type.type().isAbstract()) {
      all.report(new AbstractInstance(type.name(), span));
    }
  }

  private Node positional(TypeDeclaration type, List<Argument> arguments, Span span, Scope scope) {
    List<Signature.Place> places = new ArrayList<>();
    for (var field : type.type().visibleFields()) {
      var fallback = hasInitial(type, field) ? Signature.Fallback.COMPUTED : null;
      places.add(new Signature.Place(field.name(), fallback, false));
    }
    var bound =
        all.arguments.bind(new Signature(places, false), type.name(), arguments, span, scope);
    if (bound == null) {
      return spread(maker(type, span, scope), arguments, span, scope);
    }
    List<@Nullable Node> values = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Node value = bound.values().get(i);
      values.add(value == null ? null : checked(type, i, value));
    }
    return bound.around(instance(type, values, null, span, scope));
  }

  private static boolean hasInitial(TypeDeclaration type, UserType.Field field) {
    return field.initial() != null || type.initial(field.name()) != null;
  }

  /// An instance with these values of its visible fields, null where the default or the base
  /// counts.
  Node instance(
      TypeDeclaration type,
      List<@Nullable Node> given,
      @Nullable Node base,
      Span span,
      Scope scope) {
    if (!type.isCarrying()) {
      return new Node.MakeInstance(type.type(), given, base, span);
    }
    List<@Nullable Node> values = new ArrayList<>();
    int next = 0;
    for (UserType.Field field : type.type().fields()) {
      Node value = field.isHidden() ? null : given.get(next++);
      if (value == null && base == null) {
        value = field.isHidden() ? carried(type, field, span, scope) : null;
        var initial = type.initial(field.name());
        if (initial != null) {
          value = all.calls.nested(initial, List.of(), span, scope);
        }
      }
      values.add(value);
    }
    return new Node.MakeInstance(type.type(), values, base, span);
  }

  /// The closures of a type that stands in a function, for a hidden field of an instance.
  private static Node carried(TypeDeclaration type, UserType.Field field, Span span, Scope scope) {
    for (TypeDeclaration each = type; each != null; each = each.parent()) {
      var around = each.surroundings();
      if (around != null && UserType.Field.closuresOf(each.type()).equals(field.name())) {
        return around.object(span, scope);
      }
    }
    throw new IllegalStateException("nothing around " + type.name() + " for " + field.name());
  }

  /// An instance by its constructor. One that carries closures has them before the constructor
  /// runs, because that may be one of them.
  private Node constructed(
      TypeDeclaration type,
      FunctionDeclaration constructor,
      List<@Nullable Node> arguments,
      Span span,
      Scope scope) {
    if (!type.isCarrying()) {
      return new Node.Construct(type.type(), constructor.function(), arguments, span);
    }
    List<Node> nodes = new ArrayList<>();
    List<@Nullable Node> passed = new ArrayList<>();
    for (Node argument : arguments) {
      if (argument == null) {
        passed.add(null);
      } else {
        var variable = scope.frame().temporary("argument", span);
        nodes.add(new Node.Declare(variable, argument, span));
        passed.add(new Node.Read(variable, false, span));
      }
    }
    List<@Nullable Node> fields = new ArrayList<>();
    for (UserType.Field field : type.type().visibleFields()) {
      fields.add(hasInitial(type, field) ? null : Frame.nil(span));
    }
    var self = scope.frame().temporary("instance", span);
    nodes.add(new Node.Declare(self, instance(type, fields, null, span, scope), span));
    passed.addFirst(new Node.Read(self, false, span));
    nodes.add(new Node.CallKnownMethod(constructor.function(), passed, span));
    nodes.add(new Node.Read(self, false, span));
    return new Node.Sequence(nodes, span);
  }

  /// A variant with that payload.
  private Node variant(
      TypeDeclaration type, UserType.Variant variant, List<Node> payload, Span span, Scope scope) {
    var around = type.surroundings();
    if (around == null) {
      return new Node.MakeVariant(variant, payload, span);
    }
    List<Node> all = new ArrayList<>(payload);
    all.add(around.object(span, scope));
    return new Node.MakeVariant(variant, all, span);
  }

  private Node byName(TypeDeclaration type, List<Argument> arguments, Span span, Scope scope) {
    List<FieldValue> fields = new ArrayList<>();
    List<Node> unnamed = new ArrayList<>();
    for (Argument argument : arguments) {
      if (argument.name() == null) {
        unnamed.add(all.expressions.value(argument.value(), scope));
      } else {
        fields.add(new FieldValue(argument.name(), argument.value()));
      }
    }
    if (!unnamed.isEmpty()) {
      all.report(new ArgumentCount("Function", "0", unnamed.size(), span, howMade(type)));
      return new Node.Faulty(unnamed, span);
    }
    return fields(type, fields, null, span, scope);
  }

  /// What makes an instance of a type without constructor.
  private static String howMade(TypeDeclaration type) {
    if (type.type().form() == UserType.Form.CLASS) {
      return "`" + type.name() + "` has no constructor: `new(x) { self.x = x }`";
    }
    List<String> fields = new ArrayList<>();
    type.type().visibleFields().forEach(field -> fields.add(field.name() + ": .."));
    return "write `" + type.name() + " {" + String.join(", ", fields) + "}`";
  }

  /// The instance that supplies the fields that are not given, which must be of the type.
  private Node base(Expression base, TypeDeclaration type, Scope scope) {
    Node value = all.expressions.value(base, scope);
    return all.checks.check(
        value, new Annotation.OfUserType(type.type()), "base of " + type.name());
  }

  private Node fields(
      TypeDeclaration type,
      List<FieldValue> given,
      @Nullable Expression base,
      Span span,
      Scope scope) {
    all.typeHeads.ensureHead(type);
    all.refer(type);
    if (type.type().form() == UserType.Form.ENUM) {
      all.report(new NotAValue(type.name(), "type", span));
      return Frame.faulty(span);
    }
    checkConcrete(type, span);
    List<UserType.Field> fields = type.type().visibleFields();
    var ordered = order(type.name(), fields, given, scope);
    boolean misspelt = given.stream().anyMatch(each -> isUnknown(each, fields));
    Node rest = base == null ? null : base(base, type, scope);
    List<@Nullable Node> values = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      UserType.Field field = fields.get(i);
      Node value = ordered.values().get(i);
      if (value != null) {
        values.add(checked(type, i, value));
      } else if (rest == null && !hasInitial(type, field)) {
        if (field.annotation() != null && !misspelt) {
          all.report(new MissingField(field.name(), type.name(), span));
        }
        values.add(field.annotation() == null ? Frame.nil(span) : Frame.faulty(span));
      } else {
        values.add(null);
      }
    }
    return ordered.around(instance(type, values, rest, span, scope));
  }

  private static boolean isUnknown(FieldValue given, List<UserType.Field> fields) {
    return fields.stream().noneMatch(field -> field.name().equals(given.name().text()));
  }

  /// The given values in the order of the fields.
  private ArgumentResolver.Bound order(
      String owner, List<UserType.Field> fields, List<FieldValue> given, Scope scope) {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      places.put(fields.get(i).name(), i);
    }
    @Nullable Node[] values = new Node[fields.size()];
    List<Integer> order = new ArrayList<>();
    List<Node> surplus = new ArrayList<>();
    for (FieldValue field : given) {
      Node value = all.expressions.value(field.value(), scope);
      Integer place = places.get(field.name().text());
      if (place == null) {
        // `S { nam }` alone is one problem, whether it is the value or the field that is misspelt.
        if (!(value instanceof Node.Faulty && value.span().equals(field.name().span()))) {
          all.report(new UnknownField(field.name().text(), owner, field.name().span()));
        }
        surplus.add(value);
      } else if (values[place] != null) {
        all.report(new RepeatedField(field.name().text(), field.name().span()));
        surplus.add(value);
      } else {
        values[place] = value;
        order.add(place);
      }
    }
    List<Node> before = new ArrayList<>(ArgumentResolver.inOrder(values, order, scope));
    before.addAll(surplus);
    return new ArgumentResolver.Bound(Arrays.asList(values), before);
  }

  private Node checked(TypeDeclaration type, int index, Node value) {
    UserType.Field field = type.type().visibleFields().get(index);
    String place = "field '" + field.name() + "' of " + type.name();
    return all.copies.copy(all.checks.check(value, field.annotation(), place));
  }

  private Node checked(UserType.Variant variant, int index, Node value) {
    UserType.Field field = variant.payload().get(index);
    String place = "field '" + field.name() + "' of " + variant.owner() + "::" + variant.name();
    return all.copies.copy(all.checks.check(value, field.annotation(), place));
  }

  private Node variantFields(Binding.OfVariant of, List<FieldValue> given, Span span, Scope scope) {
    UserType.Variant variant = of.variant();
    all.refer(of.type());
    String owner = variant.owner() + "::" + variant.name();
    var ordered = order(owner, variant.payload(), given, scope);
    boolean misspelt = given.stream().anyMatch(each -> isUnknown(each, variant.payload()));
    List<Node> values = new ArrayList<>();
    for (int i = 0; i < variant.payload().size(); i++) {
      Node value = ordered.values().get(i);
      if (value == null) {
        if (!misspelt) {
          all.report(new MissingField(variant.payload().get(i).name(), owner, span));
        }
        value = Frame.faulty(span);
      }
      values.add(checked(variant, i, value));
    }
    return ordered.around(variant(of.type(), variant, values, span, scope));
  }

  /// `E::B(args)`
  Node variant(Binding.OfVariant of, List<Argument> arguments, Span span, Scope scope) {
    UserType.Variant variant = of.variant();
    all.refer(of.type());
    List<Signature.Place> places = new ArrayList<>();
    for (var field : variant.payload()) {
      places.add(new Signature.Place(field.name(), null, false));
    }
    var bound =
        all.arguments.bind(new Signature(places, false), variant.name(), arguments, span, scope);
    if (bound == null) {
      return spread(maker(of, span, scope), arguments, span, scope);
    }
    List<Node> values = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Node value = bound.values().get(i);
      values.add(value == null ? Frame.faulty(span) : checked(variant, i, value));
    }
    return bound.around(variant(of.type(), variant, values, span, scope));
  }

  /// `Some(v)`, `Ok(v)`, `Err(v)`
  Node option(Node.OptionForm form, List<Argument> arguments, Span span, Scope scope) {
    int expected = form == Node.OptionForm.NONE ? 0 : 1;
    List<Node.Element> elements = all.arguments.elements(arguments, scope);
    if (elements.size() != expected) {
      all.report(new ArgumentCount("Function", Integer.toString(expected), elements.size(), span));
      return Frame.faulty(elements, span);
    }
    return new Node.MakeOption(form, expected == 0 ? null : elements.getFirst().value(), span);
  }

  /// A call with spread arguments: which of them a field or parameter gets is known only when it
  /// runs.
  private Node spread(Node maker, List<Argument> arguments, Span span, Scope scope) {
    return new Node.CallValue(maker, all.arguments.elements(arguments, scope), span);
  }

  /// A constructor as a function of its parameters: `names.map(C::new)`.
  Node constructorValue(
      TypeDeclaration type, FunctionDeclaration constructor, Span span, Scope scope) {
    all.refer(type);
    checkConcrete(type, span);
    List<@Nullable Node> initial = new ArrayList<>();
    for (UserType.Field field : type.type().visibleFields()) {
      initial.add(hasInitial(type, field) ? null : Frame.nil(span));
    }
    return all.bodies.passingOn(
        type.name(),
        constructor,
        span,
        scope,
        inner -> instance(type, initial, null, span, inner),
        (values, inner) -> constructed(type, constructor, values, span, inner));
  }

  /// A method of a trait as a function of its receiver and parameters: `shapes.map(Shape::area)`.
  Node traitMethod(String name, int parameters, Span span, Scope scope) {
    List<String> names = IntStream.rangeClosed(0, parameters).mapToObj(i -> "$" + i).toList();
    return function(
        name,
        names,
        span,
        scope,
        (values, _) -> {
          List<Node.Element> arguments = new ArrayList<>();
          values
              .subList(1, values.size())
              .forEach(value -> arguments.add(new Node.Element(value, false)));
          return new Node.CallMethod(values.getFirst(), name, List.of(), arguments, false, span);
        });
  }

  /// A tuple struct or an actor as a function of its fields.
  Node maker(TypeDeclaration type, Span span, Scope scope) {
    if (type.type().form() == UserType.Form.CLASS) {
      return byFields(type, span, scope);
    }
    return function(
        type.name(),
        names(type.type().visibleFields()),
        span,
        scope,
        (values, inner) -> instance(type, checked(type, values), null, span, inner));
  }

  private List<@Nullable Node> checked(TypeDeclaration type, List<Node> values) {
    List<@Nullable Node> fields = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      fields.add(checked(type, i, values.get(i)));
    }
    return fields;
  }

  /// A class without constructor as a function that takes the fields by name: `let make =
  /// Plain::new; make(x: 1)`.
  private Node byFields(TypeDeclaration type, Span span, Scope scope) {
    all.typeHeads.ensureHead(type);
    all.refer(type);
    checkConcrete(type, span);
    all.namesParameters = true;
    Function function = all.bodies.closure(type.name(), span, scope.frame());
    Scope inner = scope.function(new Frame(function, scope.frame()));
    List<Function.Parameter> parameters = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    for (UserType.Field field : type.type().visibleFields()) {
      var variable = new Variable(field.name(), span, false, null);
      Node fallback = fallback(type, field, span, inner);
      parameters.add(new Function.Parameter(variable, fallback, false));
      values.add(new Node.Read(variable, false, span));
    }
    function.markByFields();
    function.setSignature(parameters, false, null);
    function.setBody(instance(type, checked(type, values), null, span, inner));
    return new Node.MakeClosure(function, span);
  }

  /// The value of a field that is not given; null if it must be.
  private @Nullable Node fallback(
      TypeDeclaration type, UserType.Field field, Span span, Scope scope) {
    if (field.initial() != null) {
      return new Node.CallFunction(field.initial(), null, List.of(), span);
    }
    var initial = type.initial(field.name());
    if (initial != null) {
      return all.calls.nested(initial, List.of(), span, scope);
    }
    return field.annotation() == null ? Frame.nil(span) : null;
  }

  /// A variant of a type of the program as a function of its payload.
  Node maker(Binding.OfVariant of, Span span, Scope scope) {
    return maker(
        of.variant(),
        span,
        scope,
        (payload, inner) -> variant(of.type(), of.variant(), payload, span, inner));
  }

  /// A message as a function of its payload.
  Node maker(UserType.Variant variant, Span span, Scope scope) {
    return maker(
        variant, span, scope, (payload, _) -> new Node.MakeVariant(variant, payload, span));
  }

  private Node maker(
      UserType.Variant variant, Span span, Scope scope, BiFunction<List<Node>, Scope, Node> body) {
    return function(
        variant.name(),
        names(variant.payload()),
        span,
        scope,
        (values, inner) -> {
          List<Node> payload = new ArrayList<>();
          for (int i = 0; i < values.size(); i++) {
            payload.add(checked(variant, i, values.get(i)));
          }
          return body.apply(payload, inner);
        });
  }

  /// `Some` and its like as functions.
  Node maker(Node.OptionForm form, Span span, Scope scope) {
    return function(
        form.name().charAt(0) + form.name().substring(1).toLowerCase(Locale.ROOT),
        List.of("$0"),
        span,
        scope,
        (values, _) -> new Node.MakeOption(form, values.getFirst(), span));
  }

  private static List<String> names(List<UserType.Field> fields) {
    return fields.stream()
        .map(UserType.Field::name)
        .map(name -> Character.isDigit(name.charAt(0)) ? "$" + name : name)
        .toList();
  }

  /// A function that makes something of its parameters. Those of tuples have no names by which
  /// arguments could be given (L 5.8).
  private Node function(
      String name,
      List<String> names,
      Span span,
      Scope scope,
      BiFunction<List<Node>, Scope, Node> body) {
    Function function = all.bodies.closure(name, span, scope.frame());
    Scope inner = scope.function(new Frame(function, scope.frame()));
    List<Function.Parameter> parameters = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    for (String each : names) {
      var variable = new Variable(each, span, false, null);
      parameters.add(new Function.Parameter(variable, null, false));
      values.add(new Node.Read(variable, false, span));
    }
    function.setSignature(parameters, false, null);
    function.setBody(body.apply(values, inner));
    return new Node.MakeClosure(function, span);
  }

  /// Whether it is a unit struct, whose name alone is its value.
  static boolean isUnit(TypeDeclaration type) {
    return type.tree() instanceof Item.Struct struct && struct.shape() == Item.Shape.UNIT;
  }
}
