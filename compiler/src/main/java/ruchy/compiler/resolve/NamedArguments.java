package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression.Argument;

/// Named arguments of a method whose name several methods have that take different parameters, or a
/// method of the library too (L 5.8): the type of the receiver tells which method it is.
final class NamedArguments {
  private final Resolution all;

  NamedArguments(Resolution all) {
    this.all = all;
  }

  /// Whether some method of the program fits the names, and the name alone does not tell which.
  boolean isNeeded(String name, List<Argument> arguments) {
    boolean isClear = all.methods.signature(name) != null && !all.library.isMethod(name);
    return !isClear
        && arguments.stream().noneMatch(Argument::spread)
        && all.methods.named(name).stream().anyMatch(method -> fits(method.signature(), arguments));
  }

  /// Whether every argument has a parameter of its own, and every parameter an argument or default.
  private static boolean fits(Signature signature, List<Argument> arguments) {
    boolean[] given = new boolean[signature.places().size()];
    int positional = 0;
    for (Argument argument : arguments) {
      int place =
          argument.name() == null ? positional++ : signature.indexOf(argument.name().text());
      if (place < 0 || place >= signature.fixed() || given[place]) {
        return false;
      }
      given[place] = true;
    }
    for (int i = 0; i < signature.fixed(); i++) {
      if (!given[i] && !signature.places().get(i).optional()) {
        return false;
      }
    }
    return true;
  }

  /// The call: receiver and arguments are evaluated as they were written, then the method of the
  /// receiver's type is called. Receivers of other types get the named arguments in a map.
  Node call(
      Node receiver,
      String name,
      List<Annotation> types,
      List<Argument> arguments,
      Span span,
      Scope scope) {
    List<Node> nodes = new ArrayList<>();
    Variable target = scope.frame().temporary("receiver", span);
    nodes.add(new Node.Declare(target, receiver, span));
    List<Node> values = new ArrayList<>();
    for (Argument argument : arguments) {
      Variable variable = scope.frame().temporary("argument", argument.span());
      Node value = all.copies.copy(all.expressions.value(argument.value(), scope));
      nodes.add(new Node.Declare(variable, value, argument.span()));
      values.add(new Node.Read(variable, false, argument.span()));
    }
    List<Node.Arm> arms = new ArrayList<>();
    for (FunctionDeclaration method : all.methods.named(name)) {
      TypeDeclaration owner = method.owner();
      if (owner != null && fits(method.signature(), arguments)) {
        all.refer(method);
        arms.add(arm(method, owner.type(), target, arguments, values, span));
      }
    }
    Node read = new Node.Read(target, false, span);
    Variable subject = scope.frame().temporary("subject", span);
    // The value of a Some may be anything, as far as types go: what is known of the receiver has
    // brought it here only if it is none of the program's types.
    var some = new Node.MakeOption(Node.OptionForm.SOME, read, span);
    var other = new Node.CallMethod(some, "unwrap", List.of(), List.of(), false, span);
    Node call =
        new Node.CallMethod(other, name, types, collected(arguments, values, span), false, span);
    nodes.add(new Node.Match(subject, read, arms, call, span));
    return new Node.Sequence(nodes, span);
  }

  private static Node.Arm arm(
      FunctionDeclaration method,
      UserType type,
      Variable target,
      List<Argument> arguments,
      List<Node> values,
      Span span) {
    @Nullable Node[] ordered = new Node[method.signature().places().size()];
    int positional = 0;
    for (int i = 0; i < values.size(); i++) {
      var argumentName = arguments.get(i).name();
      int place =
          argumentName == null ? positional++ : method.signature().indexOf(argumentName.text());
      ordered[place] = values.get(i);
    }
    if (method.signature().rest()) {
      ordered[method.signature().fixed()] = new Node.ListOf(List.of(), span);
    }
    var self = new Node.Read(target, false, span);
    List<@Nullable Node> all = new ArrayList<>();
    all.add(new Node.Cast(self, type.name(), new Annotation.OfUserType(type), span));
    all.addAll(java.util.Arrays.asList(ordered));
    Node call = new Node.CallKnownMethod(method.function(), all, span);
    return new Node.Arm(instanceOf(type, span), null, call);
  }

  /// Matches the values of a type.
  private static Matcher instanceOf(UserType type, Span span) {
    if (type.form() != UserType.Form.ENUM) {
      return new Matcher.Fields(type, List.of(), span);
    }
    List<Matcher> variants = new ArrayList<>();
    for (UserType.Variant variant : type.variants()) {
      List<Matcher> payload = new ArrayList<>();
      variant.payload().forEach(_ -> payload.add(new Matcher.Anything(span)));
      variants.add(new Matcher.OfVariant(variant, payload, span));
    }
    return new Matcher.Alternatives(variants, span);
  }

  /// The arguments as the library takes them: those with names in a last map.
  private static List<Node.Element> collected(
      List<Argument> arguments, List<Node> values, Span span) {
    List<Node.Element> elements = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<Node> named = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      var name = arguments.get(i).name();
      if (name == null) {
        elements.add(new Node.Element(values.get(i), false));
      } else if (!keys.contains(name.text())) {
        keys.add(name.text());
        named.add(values.get(i));
      }
    }
    elements.add(new Node.Element(new Node.ObjectOf(keys, named, span), false));
    return elements;
  }
}
