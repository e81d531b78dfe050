package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// Literals that enter a place of which only the receiver tells the annotation: a parameter of a
/// method, of the handler of a message, or a field (L 4.3). Where the types of the program differ
/// in what such a literal is, the receiver is looked at, and the literal is made as the place of
/// its type wants it.
final class ReceiverPlaces {
  private final Resolution all;

  ReceiverPlaces(Resolution all) {
    this.all = all;
  }

  /// What the places that the values enter say if the receiver is of that type; null for nothing.
  private record Candidate(UserType type, List<@Nullable Annotation> places) {}

  /// A call of a method or handler of that name; null if all its literals are the same for
  /// everything that has such a method. `make` makes the call of a receiver and arguments.
  @Nullable Node call(
      Node receiver,
      String method,
      List<Node.Element> arguments,
      boolean named,
      Scope scope,
      BiFunction<Node, List<Node.Element>, Node> make) {
    if (Nodes.spread(arguments)) {
      return null;
    }
    List<Node> values = new ArrayList<>(Nodes.values(arguments));
    Node.ObjectOf names = named && values.getLast() instanceof Node.ObjectOf of ? of : null;
    List<String> keys = new ArrayList<>();
    if (names != null) {
      values.removeLast();
      values.addAll(names.values());
      keys.addAll(names.keys());
    }
    int positional = values.size() - keys.size();
    return call(
        receiver,
        method,
        values,
        index -> new Argument(index, index < positional ? null : keys.get(index - positional)),
        scope,
        (target, given) -> {
          List<Node.Element> elements = new ArrayList<>();
          given.subList(0, positional).forEach(v -> elements.add(new Node.Element(v, false)));
          if (names != null) {
            List<Node> byName = given.subList(positional, given.size());
            Node map = new Node.ObjectOf(keys, List.copyOf(byName), names.span());
            elements.add(new Node.Element(map, false));
          }
          return make.apply(target, elements);
        });
  }

  /// The same for a message on its way to an actor; null for other values. `make` sends what it is
  /// given.
  @Nullable Node message(Node actor, Node value, Scope scope, BiFunction<Node, Node, Node> make) {
    List<Node> nodes = value instanceof Node.Sequence(var all, _) ? all : List.of(value);
    if (nodes.isEmpty() || !(nodes.getLast() instanceof Node.MakeVariant message)) {
      return null;
    }
    // Arguments whose names are in another order are evaluated before, as they are written.
    List<Node.Declare> before = new ArrayList<>();
    for (Node node : nodes.subList(0, nodes.size() - 1)) {
      if (!(node instanceof Node.Declare declare)) {
        return null;
      }
      before.add(declare);
    }
    List<Node> written = new ArrayList<>();
    List<Integer> fields = new ArrayList<>();
    for (Node.Declare declare : before) {
      written.add(declare.value());
      fields.add(indexOf(declare.variable(), message.payload()));
    }
    for (int i = 0; i < message.payload().size(); i++) {
      if (!fields.contains(i)) {
        written.add(message.payload().get(i));
        fields.add(i);
      }
    }
    return call(
        actor,
        "receive " + message.variant().name(),
        written,
        index -> field(message, fields.get(index)),
        scope,
        (target, given) -> {
          List<Node> payload = new ArrayList<>(message.payload());
          List<Node> sequence = new ArrayList<>();
          for (int i = 0; i < given.size(); i++) {
            if (i < before.size()) {
              Node.Declare declare = before.get(i);
              sequence.add(new Node.Declare(declare.variable(), given.get(i), declare.span()));
            } else {
              payload.set(fields.get(i), given.get(i));
            }
          }
          Node made = new Node.MakeVariant(message.variant(), payload, message.span());
          Node sent = make.apply(target, made);
          sequence.add(sent);
          return sequence.size() == 1 ? sent : new Node.Sequence(sequence, message.span());
        });
  }

  private static int indexOf(Variable variable, List<Node> payload) {
    for (int i = 0; i < payload.size(); i++) {
      if (payload.get(i) instanceof Node.Read read && read.variable() == variable) {
        return i;
      }
    }
    return -1;
  }

  /// What tells the parameter of the handler that a field of a message goes to.
  private static Argument field(Node.MakeVariant message, int index) {
    if (index < 0) {
      return new Argument(-1, null);
    }
    String name = message.variant().payload().get(index).name();
    return new Argument(index, Character.isDigit(name.charAt(0)) ? null : name);
  }

  /// What tells the parameter that an argument goes to: its name, or else its position.
  private record Argument(int position, @Nullable String name) {}

  private interface Arguments {
    Argument of(int index);
  }

  private @Nullable Node call(
      Node receiver,
      String method,
      List<Node> values,
      Arguments arguments,
      Scope scope,
      BiFunction<Node, List<Node>, Node> make) {
    if (values.stream().noneMatch(WrittenArguments::isOfParts)) {
      return null;
    }
    List<Candidate> candidates = new ArrayList<>();
    for (FunctionDeclaration each : all.methods.named(method)) {
      TypeDeclaration owner = each.owner();
      if (owner != null) {
        List<@Nullable Annotation> places = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
          Argument argument = arguments.of(i);
          String name = argument.name();
          int index = name == null ? argument.position() : each.signature().indexOf(name);
          boolean isOfParts = WrittenArguments.isOfParts(values.get(i));
          places.add(isOfParts ? all.written.annotation(each, index) : null);
        }
        candidates.add(new Candidate(owner.type(), places));
      }
    }
    return decided(receiver, candidates, values, scope, make);
  }

  /// `receiver.field = value`; null if the value is the same for every type with such a field.
  @Nullable Node field(
      Node receiver, String name, Node value, Scope scope, BiFunction<Node, Node, Node> make) {
    if (!WrittenArguments.isOfParts(value)) {
      return null;
    }
    List<Candidate> candidates = new ArrayList<>();
    for (FunctionDeclaration setter : all.methods.named("set " + name)) {
      TypeDeclaration owner = setter.owner();
      if (owner != null) {
        candidates.add(candidate(owner.type(), all.written.annotation(setter, 0)));
      }
    }
    for (TypeDeclaration type : all.types) {
      all.typeHeads.ensureHead(type);
      UserType.Field field = type.type().field(name);
      if (field != null && type.type().form() != UserType.Form.ENUM) {
        candidates.add(candidate(type.type(), field.annotation()));
      }
    }
    BiFunction<Node, List<Node>, Node> write =
        (target, values) -> make.apply(target, values.getFirst());
    return decided(receiver, candidates, List.of(value), scope, write);
  }

  private static Candidate candidate(UserType type, @Nullable Annotation place) {
    List<@Nullable Annotation> places = new ArrayList<>();
    places.add(place);
    return new Candidate(type, places);
  }

  private static @Nullable Node decided(
      Node receiver,
      List<Candidate> candidates,
      List<Node> values,
      Scope scope,
      BiFunction<Node, List<Node>, Node> make) {
    int last = values.size() - 1;
    while (last >= 0 && !isDecided(candidates, values, last)) {
      last--;
    }
    if (last < 0) {
      return null;
    }
    List<Node> nodes = new ArrayList<>();
    Node held = held(receiver, "receiver", nodes, scope);
    List<Node> given = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Node value = values.get(i);
      if (i > last) {
        given.add(value);
      } else if (isDecided(candidates, values, i)) {
        given.add(chosen(held, candidates, i, partsHeld(value, nodes, scope), scope));
      } else {
        given.add(held(value, "argument", nodes, scope));
      }
    }
    nodes.add(make.apply(again(held), given));
    return new Node.Sequence(nodes, nodes.getLast().span());
  }

  private static boolean isDecided(List<Candidate> candidates, List<Node> values, int index) {
    for (Candidate candidate : candidates) {
      Annotation place = candidate.places().get(index);
      if (place != null && WrittenArguments.isChanged(values.get(index), place)) {
        return true;
      }
    }
    return false;
  }

  /// The literal as the place of the receiver's type wants it.
  private static Node chosen(
      Node receiver, List<Candidate> candidates, int index, Node literal, Scope scope) {
    Span span = literal.span();
    List<Node.Arm> arms = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Annotation place = candidate.places().get(index);
      Node made = again(literal);
      Node wanted = place == null ? made : WrittenArguments.widened(made, place);
      arms.add(new Node.Arm(isOf(candidate.type(), span), null, wanted));
    }
    Variable subject = scope.frame().temporary("receiver", span);
    return new Node.Match(subject, again(receiver), arms, literal, span);
  }

  private static Matcher isOf(UserType type, Span span) {
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

  /// The literal with everything in variables that must be evaluated, in its order.
  private static Node partsHeld(Node literal, List<Node> nodes, Scope scope) {
    return WrittenArguments.isOfParts(literal)
        ? rebuilt(literal, part -> partsHeld(part, nodes, scope))
        : held(literal, "part", nodes, scope);
  }

  /// The value in a variable, unless it is a constant.
  private static Node held(Node value, String name, List<Node> nodes, Scope scope) {
    if (Copies.isConstant(value)) {
      return value;
    }
    Variable variable = scope.frame().temporary(name, value.span());
    nodes.add(new Node.Declare(variable, value, value.span()));
    return new Node.Read(variable, false, value.span());
  }

  /// The same once more: a node stands in one place only.
  private static Node again(Node node) {
    return switch (node) {
      case Node.Constant(Object value, Span span) -> new Node.Constant(value, span);
      case Node.ByteConstant(int value, Span span) -> new Node.ByteConstant(value, span);
      case Node.AtomConstant(String name, Span span) -> new Node.AtomConstant(name, span);
      case Node.FunctionValue(var function, Span span) -> new Node.FunctionValue(function, span);
      case Node.LibraryValue value ->
          new Node.LibraryValue(value.owner(), value.name(), value.span());
      case Node.Read read -> new Node.Read(read.variable(), read.checked(), read.span());
      default -> WrittenArguments.isOfParts(node) ? rebuilt(node, ReceiverPlaces::again) : node;
    };
  }

  /// The literal with other parts.
  private static Node rebuilt(Node literal, UnaryOperator<Node> part) {
    return switch (literal) {
      case Node.ListOf(var elements, Span span) ->
          new Node.ListOf(
              elements.stream()
                  .map(e -> new Node.Element(part.apply(e.value()), e.spread()))
                  .toList(),
              span);
      case Node.RepeatOf repeat ->
          new Node.RepeatOf(part.apply(repeat.value()), part.apply(repeat.count()), repeat.span());
      case Node.SetOf(var elements, Span span) ->
          new Node.SetOf(elements.stream().map(part).toList(), span);
      case Node.TupleOf(var elements, Span span) ->
          new Node.TupleOf(elements.stream().map(part).toList(), span);
      case Node.ObjectOf object ->
          new Node.ObjectOf(
              object.keys(), object.values().stream().map(part).toList(), object.span());
      case Node.MapOf(var entries, Span span) -> {
        List<Node.Entry> made = new ArrayList<>();
        for (Node.Entry entry : entries) {
          Node key = entry.key() == null ? null : part.apply(entry.key());
          made.add(new Node.Entry(key, part.apply(entry.value())));
        }
        yield new Node.MapOf(made, span);
      }
      case Node.MakeOption(var form, Node payload, Span span) when payload != null ->
          new Node.MakeOption(form, part.apply(payload), span);
      default -> literal;
    };
  }
}
