package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.Arrays;
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
    List<Variable> values = new ArrayList<>();
    for (Argument argument : arguments) {
      Variable variable = scope.frame().temporary("argument", argument.span());
      Node value = all.copies.copy(all.expressions.value(argument.value(), scope));
      nodes.add(new Node.Declare(variable, value, argument.span()));
      values.add(variable);
    }
    List<Node.Arm> arms = new ArrayList<>();
    var site = new Site(target, name, types, arguments, values, span);
    for (FunctionDeclaration method : all.methods.named(name)) {
      TypeDeclaration owner = method.owner();
      if (owner == null) {
        continue;
      }
      if (fits(method.signature(), arguments)) {
        all.refer(method);
        arms.add(site.arm(method, owner.type()));
      } else if (overridesFitting(owner, name, arguments)) {
        all.refer(method);
        all.namesParameters = true;
        arms.add(site.refusal(method, owner.type()));
      }
    }
    Variable subject = scope.frame().temporary("subject", span);
    Node read = new Node.Read(target, false, span);
    nodes.add(new Node.Match(subject, read, arms, site.callByName(), span));
    return new Node.Sequence(nodes, span);
  }

  /// Whether the type derives from one whose method of that name fits.
  private boolean overridesFitting(TypeDeclaration type, String name, List<Argument> arguments) {
    for (TypeDeclaration each = type.parent(); each != null; each = each.parent()) {
      FunctionDeclaration method = each.methods().get(name);
      if (method != null && fits(method.signature(), arguments)) {
        return true;
      }
    }
    return false;
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

  /// A call whose receiver and arguments are in variables.
  private record Site(
      Variable target,
      String name,
      List<Annotation> types,
      List<Argument> arguments,
      List<Variable> values,
      Span span) {
    /// Calls the method on values of the type.
    Node.Arm arm(FunctionDeclaration method, UserType type) {
      @Nullable Node[] ordered = new Node[method.signature().places().size()];
      int positional = 0;
      for (int i = 0; i < values.size(); i++) {
        var argumentName = arguments.get(i).name();
        int place =
            argumentName == null ? positional++ : method.signature().indexOf(argumentName.text());
        ordered[place] = value(i);
      }
      if (method.signature().rest()) {
        ordered[method.signature().fixed()] = new Node.ListOf(List.of(), span);
      }
      var self = new Node.Read(target, false, span);
      List<@Nullable Node> all = new ArrayList<>();
      all.add(new Node.Cast(self, type.name(), new Annotation.OfUserType(type), span));
      all.addAll(Arrays.asList(ordered));
      Node call = new Node.CallKnownMethod(method.function(), all, span);
      return new Node.Arm(instanceOf(type, span), null, call);
    }

    /// Calls whatever the receiver has by that name.
    Node callByName() {
      // The value of a Some may be anything, as far as types go: what is known of the receiver has
      // brought it here only if none of the methods that fit is its own.
      var read = new Node.Read(target, false, span);
      var some = new Node.MakeOption(Node.OptionForm.SOME, read, span);
      var other = new Node.CallMethod(some, "unwrap", List.of(), List.of(), false, span);
      return new Node.CallMethod(other, name, types, collected(), false, span);
    }

    /// Applies a method that does not fit to values of the type, which says what is wrong.
    Node.Arm refusal(FunctionDeclaration method, UserType type) {
      List<Node.Element> elements = collected();
      Node.Element named = elements.removeLast();
      elements.addFirst(new Node.Element(new Node.Read(target, false, span), false));
      var given = new Node.Element(new Node.ListOf(elements, span), false);
      var function = new Node.FunctionValue(method.function(), span);
      Node call =
          new Node.CallMethod(function, "apply", List.of(), List.of(given, named), false, span);
      return new Node.Arm(instanceOf(type, span), null, call);
    }

    /// The arguments as the library takes them: those with names in a last map.
    private List<Node.Element> collected() {
      List<Node.Element> elements = new ArrayList<>();
      List<String> keys = new ArrayList<>();
      List<Node> named = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        var argumentName = arguments.get(i).name();
        if (argumentName == null) {
          elements.add(new Node.Element(value(i), false));
        } else {
          keys.add(argumentName.text());
          named.add(value(i));
        }
      }
      elements.add(new Node.Element(new Node.ObjectOf(keys, named, span), false));
      return elements;
    }

    private Node value(int index) {
      return new Node.Read(values.get(index), false, arguments.get(index).span());
    }
  }
}
