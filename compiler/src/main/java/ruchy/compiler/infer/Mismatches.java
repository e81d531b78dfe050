package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.TypeProblem;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// Reports values that certainly do not fit their annotated place (L 4.3), once all types are known.
final class Mismatches {
  private final Version version;
  private final Problems problems;

  private Mismatches(Version version, Problems problems) {
    this.version = version;
    this.problems = problems;
  }

  static void report(Collection<Version> versions, Problems problems) {
    for (Version version : versions) {
      new Mismatches(version, problems).inBody();
    }
  }

  private void inBody() {
    for (Node node : version.nodes()) {
      switch (node) {
        case Node.Check check -> {
          boolean ofParameter = check.place().startsWith("parameter '");
          if (!ofParameter) {
            compare(check.type(), check.value(), check.place());
          }
        }
        case Node.CallFunction call -> arguments(call.function(), call.arguments(), 0);
        case Node.CallKnownMethod call -> arguments(call.function(), call.arguments(), 0);
        case Node.Construct call -> arguments(call.constructor(), call.arguments(), 1);
        case Node.CallMethod call -> {
          if (version.targetOf(call) instanceof Target.OfMethod(Function method, var reached)) {
            arguments(method, call.arguments().stream().map(Node.Element::value).toList(), 1);
          }
        }
        default -> {}
      }
    }
  }

  private void arguments(Function function, List<? extends @Nullable Node> arguments, int skipped) {
    List<Function.Parameter> parameters = function.parameters();
    int count = function.hasRest() ? parameters.size() - 1 : parameters.size();
    for (int i = 0; i < arguments.size() && i + skipped < count; i++) {
      Node argument = arguments.get(i);
      Function.Parameter parameter = parameters.get(i + skipped);
      Annotation annotation = parameter.variable().annotation();
      if (argument != null && annotation != null) {
        String place = "parameter '" + parameter.variable().name() + "' of " + function.displayName();
        compare(annotation, argument, place);
      }
    }
  }

  private void compare(Annotation expected, Node value, String place) {
    Type type = version.typeOf(value);
    if (type == NEVER || type == ANY) {
      return;
    }
    boolean fits = type.alternatives().stream().anyMatch(t -> Annotations.accepts(expected, t));
    if (!fits) {
      problems.report(
          new TypeProblem.Mismatch(
              Annotations.name(expected), Annotations.name(type), place, value.span()));
      return;
    }
    elements(expected, value, place);
  }

  /// Type arguments count for literals (L 4.3).
  private void elements(Annotation expected, Node value, String place) {
    switch (expected) {
      case Annotation.ListOf(Annotation element) when value instanceof Node.ListOf list -> {
        for (Node.Element one : list.elements()) {
          if (!one.spread()) {
            compare(element, one.value(), place);
          }
        }
      }
      case Annotation.TupleOf(List<Annotation> parts)
          when value instanceof Node.TupleOf tuple && tuple.elements().size() == parts.size() -> {
        for (int i = 0; i < parts.size(); i++) {
          compare(parts.get(i), tuple.elements().get(i), place);
        }
      }
      case Annotation.MapOf(Annotation key, Annotation element)
          when value instanceof Node.ObjectOf object -> {
        for (Node one : object.values()) {
          compare(element, one, place);
        }
      }
      default -> {}
    }
  }
}
