package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;

/// Puts the checks of annotated places where the values come from (L 4.3): into the branches of a
/// choice, and into the elements of literals, whose annotated element type counts.
final class Checks {
  private final Resolution all;

  Checks(Resolution all) {
    this.all = all;
  }

  static boolean isNil(@Nullable Annotation annotation) {
    return annotation instanceof Annotation.OfKind of && of.kind() == Annotation.Kind.NIL;
  }

  static String resultOf(Function function) {
    return "return value of " + function.displayName();
  }

  /// The value as it enters a place with that annotation.
  Node check(Node value, @Nullable Annotation annotation, String place) {
    if (annotation == null || annotation instanceof Annotation.Anything) {
      return value;
    }
    return switch (value) {
      case Node.Sequence sequence when !sequence.nodes().isEmpty() -> {
        List<Node> nodes = new ArrayList<>(sequence.nodes());
        nodes.add(check(nodes.removeLast(), annotation, place));
        yield new Node.Sequence(nodes, sequence.span());
      }
      case Node.Conditional choice when !isImplied(choice.otherwise()) ->
          new Node.Conditional(
              choice.condition(),
              check(choice.then(), annotation, place),
              check(choice.otherwise(), annotation, place),
              choice.span());
      case Node.Match match when match.otherwise() == null || !isImplied(match.otherwise()) -> {
        List<Node.Arm> arms = new ArrayList<>();
        for (var arm : match.arms()) {
          arms.add(new Node.Arm(arm.matcher(), arm.guard(), check(arm.body(), annotation, place)));
        }
        Node otherwise = match.otherwise();
        yield new Node.Match(
            match.subject(),
            match.value(),
            arms,
            otherwise == null ? null : check(otherwise, annotation, place),
            match.span());
      }
      case Node.Try attempt -> {
        List<Node.Catch> catches = new ArrayList<>();
        for (var clause : attempt.catches()) {
          Node body = check(clause.body(), annotation, place);
          catches.add(new Node.Catch(clause.variable(), clause.type(), body));
        }
        yield new Node.Try(
            check(attempt.body(), annotation, place), catches, attempt.last(), attempt.span());
      }
      case Node.Return _, Node.Break _, Node.Continue _, Node.Throw _ -> value;
      case Node.Faulty faulty -> {
        Node settled = all.openDefaults.settle(faulty, annotation);
        yield settled == faulty ? faulty : check(settled, annotation, place);
      }
      default ->
          new Node.Check(
              elements(expecting(value, annotation), annotation, place),
              annotation,
              place,
              value.span());
    };
  }

  /// The nil of an `if` without `else`: whether it is reached is known only when the program runs.
  private static boolean isImplied(Node otherwise) {
    return otherwise instanceof Node.Constant constant
        && constant.value() == null
        && constant.span().start() == constant.span().end();
  }

  /// The value as it enters a place with that annotation; literal elements are checked against its
  /// type arguments.
  private Node elements(Node value, Annotation annotation, String place) {
    return switch (value) {
      case Node.ListOf list when annotation instanceof Annotation.ListOf of ->
          new Node.ListOf(
              list.elements().stream()
                  .map(
                      e ->
                          e.spread()
                              ? e
                              : new Node.Element(element(e.value(), of.element(), place), false))
                  .toList(),
              list.span());
      case Node.RepeatOf repeat when annotation instanceof Annotation.ListOf of ->
          new Node.RepeatOf(
              element(repeat.value(), of.element(), place), repeat.count(), repeat.span());
      case Node.SetOf set when annotation instanceof Annotation.SetOf of ->
          new Node.SetOf(
              set.elements().stream().map(e -> element(e, of.element(), place)).toList(),
              set.span());
      case Node.TupleOf tuple
          when annotation instanceof Annotation.TupleOf of
              && of.elements().size() == tuple.elements().size() -> {
        List<Node> elements = new ArrayList<>();
        for (int i = 0; i < tuple.elements().size(); i++) {
          elements.add(element(tuple.elements().get(i), of.elements().get(i), place));
        }
        yield new Node.TupleOf(elements, tuple.span());
      }
      case Node.ObjectOf object when annotation instanceof Annotation.MapOf of ->
          new Node.ObjectOf(
              object.keys(),
              object.values().stream().map(v -> element(v, of.value(), place)).toList(),
              object.span());
      case Node.MapOf map when annotation instanceof Annotation.MapOf of ->
          new Node.MapOf(
              map.entries().stream()
                  .map(
                      e ->
                          e.key() == null
                              ? e
                              : new Node.Entry(
                                  element(e.key(), of.key(), place),
                                  element(e.value(), of.value(), place)))
                  .toList(),
              map.span());
      case Node.MakeOption(var form, Node payload, var span) when payload != null -> {
        Annotation wanted = WrittenArguments.payload(form, annotation);
        yield wanted == null
            ? value
            : new Node.MakeOption(form, element(payload, wanted, place), span);
      }
      default -> value;
    };
  }

  /// Only elements that are literals themselves are checked; others are known when the program
  /// runs.
  private Node element(Node value, Annotation annotation, String place) {
    return switch (value) {
      case Node.Constant _,
          Node.ByteConstant _,
          Node.AtomConstant _,
          Node.Format _,
          Node.ListOf _,
          Node.RepeatOf _,
          Node.TupleOf _,
          Node.SetOf _,
          Node.ObjectOf _,
          Node.MapOf _,
          Node.RangeOf _,
          Node.MakeInstance _,
          Node.Construct _,
          Node.MakeVariant _,
          Node.MakeOption _,
          Node.MakeClosure _,
          Node.Faulty _ ->
          check(value, annotation, place);
      default -> value;
    };
  }

  /// What depends on the expected type: a `parse` gives a Result or a number of that kind (L 17.3),
  /// `unwrap_or_default` the default of that type (L 17.9), and `collect` a value of that kind.
  private Node expecting(Node value, Annotation annotation) {
    if (!(value instanceof Node.CallMethod call)) {
      return value instanceof Node.Propagate propagate
          ? new Node.Propagate(expecting(propagate.operand(), annotation), propagate.span())
          : value;
    }
    if (MemberResolver.isParse(call)) {
      boolean wantsResult = call.wantsResult() || annotation instanceof Annotation.ResultOf;
      Annotation number = annotation instanceof Annotation.ResultOf of ? of.value() : annotation;
      return typed(call, number, wantsResult);
    }
    return switch (call.name()) {
      case "unwrap", "expect", "unwrap_or", "unwrap_or_else" -> withTarget(call, annotation);
      case "unwrap_or_default" ->
          withDefault(withTarget(typed(call, annotation, false), annotation));
      case "collect" -> collected(call, annotation);
      default -> value;
    };
  }

  /// `collect::<String>()` is that of a place annotated `String`.
  Node collected(Node.CallMethod call) {
    return call.typeArguments().size() == 1
        ? collected(call, call.typeArguments().getFirst())
        : call;
  }

  /// `collect()` gives a list; where a text, a set, a map, a Result or an Option is expected, that
  /// of the list's elements.
  private Node collected(Node.CallMethod call, Annotation annotation) {
    String conversion =
        switch (annotation) {
          case Annotation.OfKind(Annotation.Kind kind) when kind == Annotation.Kind.STRING ->
              "join";
          case Annotation.SetOf set -> set.isOrdered() ? "to_sorted_set" : "to_set";
          case Annotation.MapOf map -> map.isOrdered() ? "to_sorted_map" : "to_map";
          case Annotation.ResultOf _ -> "to_result";
          case Annotation.OptionOf(Annotation.ListOf _) -> "to_option";
          default -> null;
        };
    if (annotation instanceof Annotation.ResultOf) {
      ParsedElements.wantResults(call.target());
    }
    return conversion == null
            || !call.arguments().isEmpty()
            || all.methods.isUserMethod(call.name())
            || all.methods.isUserMethod(conversion)
        ? call
        : new Node.CallMethod(untyped(call), conversion, List.of(), List.of(), false, call.span());
  }

  private static Node.CallMethod untyped(Node.CallMethod call) {
    return new Node.CallMethod(
        call.target(), call.name(), List.of(), call.arguments(), call.wantsResult(), call.span());
  }

  /// `unwrap_or_default` of a known type is `unwrap_or` with the default of that type (L 17.9).
  Node withDefault(Node.CallMethod call) {
    Node value =
        call.typeArguments().isEmpty() || all.methods.isUserMethod(call.name())
            ? null
            : defaultOf(call.typeArguments().getFirst(), call.span());
    return value == null
        ? call
        : new Node.CallMethod(
            call.target(),
            "unwrap_or",
            List.of(),
            List.of(new Node.Element(value, false)),
            false,
            call.span());
  }

  private static @Nullable Node defaultOf(Annotation type, Span span) {
    return switch (type) {
      case Annotation.OfKind(Annotation.Kind kind) ->
          switch (kind) {
            case INTEGER, NUMBER -> new Node.Constant(0L, span);
            case FLOAT -> new Node.Constant(0.0, span);
            case BOOLEAN -> new Node.Constant(false, span);
            case STRING -> new Node.Constant("", span);
            case BYTE, ATOM, CHARACTER, OBJECT, TUPLE, RANGE, NIL, DATETIME, DURATION, ERROR ->
                null;
          };
      case Annotation.ListOf _ -> new Node.ListOf(List.of(), span);
      case Annotation.SetOf set -> OpenDefaults.empty(set, span);
      case Annotation.MapOf map -> OpenDefaults.empty(map, span);
      case Annotation.Anything _,
          Annotation.TupleOf _,
          Annotation.Callable _,
          Annotation.OptionOf _,
          Annotation.ResultOf _,
          Annotation.OfUserType _,
          Annotation.OfTrait _,
          Annotation.OfLibraryType _,
          Annotation.Cell _ ->
          null;
    };
  }

  private static Node.CallMethod typed(
      Node.CallMethod call, Annotation annotation, boolean wantsResult) {
    List<Annotation> types =
        call.typeArguments().isEmpty() ? List.of(annotation) : call.typeArguments();
    return new Node.CallMethod(
        call.target(), call.name(), types, call.arguments(), wantsResult, call.span());
  }

  private static Node.CallMethod withTarget(Node.CallMethod call, Annotation annotation) {
    return call.target() instanceof Node.CallMethod parse && MemberResolver.isParse(parse)
        ? new Node.CallMethod(
            typed(parse, annotation, parse.wantsResult()),
            call.name(),
            call.typeArguments(),
            call.arguments(),
            call.wantsResult(),
            call.span())
        : call;
  }
}
