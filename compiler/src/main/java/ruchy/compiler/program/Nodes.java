package ruchy.compiler.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Walking over nodes.
public final class Nodes {
  private Nodes() {}

  /// The nodes of elements or arguments, in order.
  public static List<Node> values(List<Node.Element> elements) {
    List<Node> values = new ArrayList<>(elements.size());
    for (Node.Element element : elements) {
      values.add(element.value());
    }
    return values;
  }

  /// Whether one of the elements or arguments stands for all of a list (`...xs`).
  public static boolean spread(List<Node.Element> elements) {
    for (Node.Element element : elements) {
      if (element.spread()) {
        return true;
      }
    }
    return false;
  }

  /// The parts of a node in the order of evaluation. Bodies of functions are not part of the node
  /// that makes the closure.
  public static void children(Node node, Consumer<Node> each) {
    switch (node) {
      case Node.Constant ignored -> {}
      case Node.ByteConstant ignored -> {}
      case Node.AtomConstant ignored -> {}
      case Node.BytesConstant ignored -> {}
      case Node.Format format -> {
        for (Node.Part part : format.parts()) {
          optional(part.value(), each);
        }
      }
      case Node.ListOf list -> elements(list.elements(), each);
      case Node.RepeatOf repeat -> {
        each.accept(repeat.value());
        each.accept(repeat.count());
      }
      case Node.TupleOf tuple -> tuple.elements().forEach(each);
      case Node.SetOf set -> set.elements().forEach(each);
      case Node.ObjectOf object -> object.values().forEach(each);
      case Node.MapOf map ->
          map.entries()
              .forEach(
                  entry -> {
                    optional(entry.key(), each);
                    each.accept(entry.value());
                  });
      case Node.RangeOf range -> {
        optional(range.start(), each);
        optional(range.end(), each);
      }
      case Node.MakeClosure ignored -> {}
      case Node.FunctionValue ignored -> {}
      case Node.LibraryValue ignored -> {}
      case Node.MakeInstance make -> {
        all(make.fields(), each);
        optional(make.base(), each);
      }
      case Node.Construct construct -> all(construct.arguments(), each);
      case Node.MakeVariant make -> make.payload().forEach(each);
      case Node.MakeOption make -> optional(make.payload(), each);
      case Node.Read ignored -> {}
      case Node.Write write -> each.accept(write.value());
      case Node.Declare declare -> each.accept(declare.value());
      case Node.Binary binary -> {
        each.accept(binary.left());
        each.accept(binary.right());
      }
      case Node.Unary unary -> each.accept(unary.operand());
      case Node.Not not -> each.accept(not.operand());
      case Node.Logical logical -> {
        each.accept(logical.left());
        each.accept(logical.right());
      }
      case Node.Coalesce coalesce -> {
        each.accept(coalesce.left());
        each.accept(coalesce.right());
      }
      case Node.Propagate propagate -> each.accept(propagate.operand());
      case Node.Cast cast -> each.accept(cast.operand());
      case Node.Check check -> each.accept(check.value());
      case Node.Dereference dereference -> each.accept(dereference.operand());
      case Node.WriteThrough write -> {
        each.accept(write.target());
        each.accept(write.value());
      }
      case Node.CopyOf copy -> each.accept(copy.value());
      case Node.ReadMember read -> each.accept(read.target());
      case Node.WriteMember write -> {
        each.accept(write.target());
        each.accept(write.value());
      }
      case Node.ReadIndex read -> {
        each.accept(read.target());
        each.accept(read.index());
      }
      case Node.WriteIndex write -> {
        each.accept(write.target());
        each.accept(write.index());
        each.accept(write.value());
      }
      case Node.SliceOf slice -> {
        each.accept(slice.target());
        optional(slice.start(), each);
        optional(slice.end(), each);
      }
      case Node.SafeChain chain -> {
        each.accept(chain.target());
        each.accept(chain.chain());
      }
      case Node.CallFunction call -> {
        optional(call.closure(), each);
        all(call.arguments(), each);
      }
      case Node.CallLibrary call -> elements(call.arguments(), each);
      case Node.CallValue call -> {
        each.accept(call.callee());
        elements(call.arguments(), each);
      }
      case Node.CallMethod call -> {
        each.accept(call.target());
        elements(call.arguments(), each);
      }
      case Node.CallKnownMethod call -> all(call.arguments(), each);
      case Node.Sequence sequence -> sequence.nodes().forEach(each);
      case Node.Conditional conditional -> {
        each.accept(conditional.condition());
        each.accept(conditional.then());
        each.accept(conditional.otherwise());
      }
      case Node.Match match -> {
        each.accept(match.value());
        for (Node.Arm arm : match.arms()) {
          nodes(arm.matcher(), each);
          optional(arm.guard(), each);
          each.accept(arm.body());
        }
        optional(match.otherwise(), each);
      }
      case Node.Destructure destructure -> {
        each.accept(destructure.value());
        nodes(destructure.matcher(), each);
      }
      case Node.Loop loop -> each.accept(loop.body());
      case Node.While loop -> {
        each.accept(loop.condition());
        each.accept(loop.body());
      }
      case Node.ForEach loop -> {
        each.accept(loop.iterable());
        each.accept(loop.body());
      }
      case Node.Break leave -> each.accept(leave.value());
      case Node.Continue ignored -> {}
      case Node.Return leave -> each.accept(leave.value());
      case Node.Throw raise -> each.accept(raise.value());
      case Node.Try attempt -> {
        each.accept(attempt.body());
        attempt.catches().forEach(clause -> each.accept(clause.body()));
        optional(attempt.last(), each);
      }
      case Node.Spawn spawn -> each.accept(spawn.closure());
      case Node.Await await -> each.accept(await.operand());
      case Node.Faulty faulty -> faulty.parts().forEach(each);
    }
  }

  /// The nodes within a pattern: constants that are compared, and fallbacks.
  public static void nodes(Matcher matcher, Consumer<Node> each) {
    switch (matcher) {
      case Matcher.Anything ignored -> {}
      case Matcher.Bind ignored -> {}
      case Matcher.Text ignored -> {}
      case Matcher.Alias alias -> nodes(alias.matcher(), each);
      case Matcher.Equal equal -> each.accept(equal.value());
      case Matcher.Cell ignored -> {}
      case Matcher.Answering ignored -> {}
      case Matcher.IntegerRange ignored -> {}
      case Matcher.CharacterRange ignored -> {}
      case Matcher.OfVariant variant -> variant.payload().forEach(m -> nodes(m, each));
      case Matcher.OfSome some -> nodes(some.payload(), each);
      case Matcher.OfNone ignored -> {}
      case Matcher.OfResult result -> nodes(result.payload(), each);
      case Matcher.Tuple tuple -> tuple.elements().forEach(m -> nodes(m, each));
      case Matcher.ListOf list -> {
        for (List<Matcher.Element> part : List.of(list.first(), list.last())) {
          for (Matcher.Element element : part) {
            nodes(element.matcher(), each);
            optional(element.fallback(), each);
          }
        }
      }
      case Matcher.Fields fields -> {
        for (Matcher.Field field : fields.fields()) {
          nodes(field.matcher(), each);
          optional(field.fallback(), each);
        }
      }
      case Matcher.Alternatives alternatives ->
          alternatives.alternatives().forEach(m -> nodes(m, each));
    }
  }

  /// The variables that a pattern binds.
  public static void bindings(Matcher matcher, Consumer<Variable> each) {
    switch (matcher) {
      case Matcher.Anything ignored -> {}
      case Matcher.Bind bind -> each.accept(bind.variable());
      case Matcher.Text text -> {
        Variable variable = text.variable();
        if (variable != null) {
          each.accept(variable);
        }
      }
      case Matcher.Alias alias -> {
        each.accept(alias.variable());
        bindings(alias.matcher(), each);
      }
      case Matcher.Equal ignored -> {}
      case Matcher.Cell ignored -> {}
      case Matcher.Answering ignored -> {}
      case Matcher.IntegerRange ignored -> {}
      case Matcher.CharacterRange ignored -> {}
      case Matcher.OfVariant variant -> variant.payload().forEach(m -> bindings(m, each));
      case Matcher.OfSome some -> bindings(some.payload(), each);
      case Matcher.OfNone ignored -> {}
      case Matcher.OfResult result -> bindings(result.payload(), each);
      case Matcher.Tuple tuple -> tuple.elements().forEach(m -> bindings(m, each));
      case Matcher.ListOf list -> {
        list.first().forEach(element -> bindings(element.matcher(), each));
        list.last().forEach(element -> bindings(element.matcher(), each));
        Variable rest = list.rest();
        if (rest != null) {
          each.accept(rest);
        }
      }
      case Matcher.Fields fields ->
          fields.fields().forEach(field -> bindings(field.matcher(), each));
      case Matcher.Alternatives alternatives ->
          alternatives.alternatives().forEach(m -> bindings(m, each));
    }
  }

  private static void elements(List<Node.Element> elements, Consumer<Node> each) {
    for (Node.Element element : elements) {
      each.accept(element.value());
    }
  }

  private static void optional(@Nullable Node node, Consumer<Node> each) {
    if (node != null) {
      each.accept(node);
    }
  }

  private static void all(List<@Nullable Node> nodes, Consumer<Node> each) {
    for (Node node : nodes) {
      optional(node, each);
    }
  }
}
