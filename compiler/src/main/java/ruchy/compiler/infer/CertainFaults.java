package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.TypeProblem;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;

/// Reports what is certainly wrong once all types are known: values that do not fit their annotated
/// place (errors, L 4.3), and operations, members and methods that no value there has (warnings,
/// because they raise only when they run, L 11.4).
final class CertainFaults {
  private final Version version;
  private final Problems problems;
  private final MemberFaults memberFaults;

  private CertainFaults(
      Version version, Library library, Set<String> assignedMembers, Problems problems) {
    this.version = version;
    this.problems = problems;
    this.memberFaults = new MemberFaults(version, library, assignedMembers, problems);
  }

  /// Looks for faults in the versions. `assignedMembers`: the names of members that the program
  /// gives to objects of the library.
  static void report(
      Collection<Version> versions,
      Library library,
      Set<String> assignedMembers,
      Problems problems) {
    for (Version version : versions) {
      new CertainFaults(version, library, assignedMembers, problems).inBody();
    }
  }

  private void inBody() {
    Set<Node> uncertain = uncertain();
    for (Node node : version.nodes()) {
      if (uncertain.contains(node)) {
        continue;
      }
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
            arguments(method, call.of(method), 1);
          } else {
            memberFaults.call(call);
          }
        }
        case Node.CallLibrary call -> memberFaults.call(call);
        case Node.ReadMember read -> memberFaults.read(read);
        case Node.WriteMember write -> {
          memberFaults.write(write);
          entering(write);
        }
        case Node.WriteIndex write -> {
          if (version.typeOf(write.target()) instanceof Type.InstanceType(UserType type)) {
            entering(type, MemberEvaluation.position(type, write.index()), write.value());
          }
        }
        case Node.WriteThrough write -> {
          boolean isAnnotated =
              write.target() instanceof Node.Read read && read.variable().annotation() != null;
          if (!isAnnotated && Operators.isUnchanging(version.typeOf(write.target()))) {
            problems.report(
                new TypeProblem.ImpossibleCall(
                    "Cannot assign through a reference",
                    write.span(),
                    "values of this kind never change: assign the variable or the element itself"));
          }
        }
        case Node.Binary binary -> operator(binary);
        case Node.RangeOf range -> range(range);
        default -> {}
      }
    }
  }

  /// What runs only if a value of unknown type turns out to be text, a cell or an object.
  private Set<Node> uncertain() {
    Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : version.nodes()) {
      if (node instanceof Node.Match match
          && !match.arms().isEmpty()
          && version.typeOf(match.value()) != Type.Basic.STRING
          && isFound(match.arms().getFirst().matcher())) {
        addAll(match.arms().getFirst().body(), nodes);
      }
    }
    return nodes;
  }

  private static boolean isFound(Matcher matcher) {
    return matcher instanceof Matcher.Text
        || matcher instanceof Matcher.Cell
        || matcher instanceof Matcher.Answering;
  }

  private static void addAll(Node node, Set<Node> nodes) {
    nodes.add(node);
    Nodes.children(node, child -> addAll(child, nodes));
  }

  private void arguments(Function function, List<? extends @Nullable Node> arguments, int skipped) {
    List<Function.Parameter> parameters = function.parameters();
    int count = function.hasRest() ? parameters.size() - 1 : parameters.size();
    for (int i = 0; i < arguments.size() && i + skipped < count; i++) {
      Node argument = arguments.get(i);
      Function.Parameter parameter = parameters.get(i + skipped);
      Annotation annotation = parameter.variable().annotation();
      if (argument != null && annotation != null) {
        String place =
            "parameter '" + parameter.variable().name() + "' of " + function.displayName();
        compare(annotation, argument, place);
      }
    }
  }

  private void compare(Annotation expected, Node value, String place) {
    Type type = version.typeOf(value);
    if (type == NEVER || type == ANY) {
      return;
    }
    boolean fits = type.mayBe(t -> Annotations.accepts(expected, t));
    if (!fits) {
      var mismatch =
          new TypeProblem.Mismatch(
              wanted(expected, type), actual(value, type, expected), place, value.span());
      problems.report(
          new Evident(version).is(value)
              ? mismatch
              : new TypeProblem.ImpossibleOperation(mismatch.message(), value.span()));
      return;
    }
    elements(expected, value, place);
  }

  /// The name of what is expected: of tuples also how long they are where that is what differs.
  private static String wanted(Annotation expected, Type actual) {
    return expected instanceof Annotation.TupleOf(var elements) && actual instanceof Type.TupleType
        ? "tuple of " + elements.size()
        : Annotations.name(expected);
  }

  /// The name of what is there: Options and Results by the names of their enums.
  private String actual(Node value, Type type, Annotation expected) {
    if (type instanceof Type.TupleType(var elements) && expected instanceof Annotation.TupleOf) {
      return "tuple of " + elements.size();
    }
    String shown = type == Type.Basic.OPTION ? EnumNames.of(value, version) : null;
    return shown == null ? Annotations.name(type) : shown;
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
      case Annotation.MapOf(Annotation key, Annotation element, _)
          when value instanceof Node.ObjectOf object -> {
        for (Node one : object.values()) {
          compare(element, one, place);
        }
      }
      case Annotation.OptionOf(Annotation payload)
          when value instanceof Node.MakeOption(var form, Node one, _)
              && form == Node.OptionForm.SOME
              && one != null ->
          compare(payload, one, place);
      case Annotation.ResultOf(Annotation payload, Annotation error)
          when value instanceof Node.MakeOption(var form, Node one, _) && one != null -> {
        if (form == Node.OptionForm.OK || form == Node.OptionForm.ERR) {
          compare(form == Node.OptionForm.OK ? payload : error, one, place);
        }
      }
      default -> {}
    }
  }

  /// A value that enters a field of the one type.
  private void entering(Node.WriteMember write) {
    if (version.typeOf(write.target()) instanceof Type.InstanceType(UserType type)) {
      entering(type, type.field(write.name()), write.value());
    }
  }

  private void entering(UserType type, UserType.@Nullable Field field, Node value) {
    if (field != null && field.annotation() != null) {
      compare(field.annotation(), value, "field '" + field.name() + "' of " + type.name());
    }
  }

  /// A range with an end that is no integer.
  private void range(Node.RangeOf range) {
    if (!version.yieldsNothing(range)) {
      return;
    }
    for (Node end : new @Nullable Node[] {range.start(), range.end()}) {
      boolean isCounted = end != null && end.span().equals(range.span()); // from another range
      Type type = end == null || isCounted ? NEVER : version.typeOf(end);
      boolean fits = type.mayBe(t -> t == Type.Basic.INTEGER || t == Type.Basic.BYTE);
      if (end != null && type != NEVER && type != Type.Basic.ANY && type != NIL && !fits) {
        String message = "Range bounds must be integers, got " + Annotations.name(type);
        problems.report(new TypeProblem.ImpossibleOperation(message, end.span()));
        return;
      }
    }
  }

  /// Whether the operation only counts through a range that there cannot be: that is one problem.
  private boolean isOfImpossibleRange(Node.Binary binary) {
    for (Node node : version.nodes()) {
      if (node instanceof Node.RangeOf range
          && range.span().equals(binary.span())
          && version.yieldsNothing(range)) {
        return true;
      }
    }
    return false;
  }

  /// An operator that raises for every pair of operands.
  private void operator(Node.Binary binary) {
    Type left = version.typeOf(binary.left());
    Type right = version.typeOf(binary.right());
    if (left == NEVER || right == NEVER || !version.yieldsNothing(binary)) {
      return;
    }
    String verb =
        switch (binary.operator()) {
          case ADD -> "add";
          case SUBTRACT -> "subtract";
          case MULTIPLY -> "multiply";
          case DIVIDE -> "divide";
          case MODULO -> "take modulo of";
          case POWER -> "raise";
          default -> null;
        };
    if (verb != null && !isOfImpossibleRange(binary)) {
      String message =
          "Cannot " + verb + " " + Annotations.name(left) + " and " + Annotations.name(right);
      problems.report(new TypeProblem.ImpossibleOperation(message, binary.span()));
    }
  }
}
