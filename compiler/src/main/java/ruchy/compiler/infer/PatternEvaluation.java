package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.OPTION;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Type;

/// What the variables of a pattern can be (L 10.3), given the type of the value. Parts that
/// certainly do not match bind nothing.
final class PatternEvaluation {
  private final Inference inference;
  private final Version version;
  private final Evaluation evaluation;

  PatternEvaluation(Inference inference, Version version, Evaluation evaluation) {
    this.inference = inference;
    this.version = version;
    this.evaluation = evaluation;
  }

  /// Whether the pattern surely matches nil, so that what follows need not.
  static boolean matchesNil(Matcher matcher) {
    return matcher instanceof Matcher.OfNone
        || (matcher instanceof Matcher.Equal equal
            && equal.value() instanceof Node.Constant(Object value, _)
            && value == null);
  }

  void bind(Matcher matcher, Type value) {
    switch (matcher) {
      case Matcher.Anything ignored -> {}
      case Matcher.Bind bind -> evaluation.bind(bind.variable(), value);
      case Matcher.Text text -> {
        Variable variable = text.variable();
        if (variable != null) {
          evaluation.bind(variable, STRING);
        }
      }
      case Matcher.Alias alias -> {
        evaluation.bind(alias.variable(), value);
        bind(alias.matcher(), value);
      }
      case Matcher.Equal equal -> evaluation.of(equal.value());
      case Matcher.Cell ignored -> {}
      case Matcher.Answering ignored -> {}
      case Matcher.IntegerRange ignored -> {}
      case Matcher.CharacterRange ignored -> {}
      case Matcher.OfVariant variant -> {
        UserType type = variant.variant().owner();
        for (int i = 0;
            i < variant.payload().size() && i < variant.variant().payload().size();
            i++) {
          String field = MemberEvaluation.payloadField(variant.variant(), i);
          bind(variant.payload().get(i), inference.field(type, field).read(version));
        }
      }
      case Matcher.OfSome some -> bind(some.payload(), somePayload(value));
      case Matcher.OfNone ignored -> {}
      case Matcher.OfResult result -> bind(result.payload(), ANY);
      case Matcher.Tuple tuple -> {
        for (int i = 0; i < tuple.elements().size(); i++) {
          bind(tuple.elements().get(i), tupleElement(value, i, tuple.elements().size()));
        }
      }
      case Matcher.ListOf list -> list(list, value);
      case Matcher.Fields fields -> {
        for (Matcher.Field field : fields.fields()) {
          Type type = fieldType(fields.type(), value, field.name());
          bind(field.matcher(), withFallback(type, field.fallback()));
        }
      }
      case Matcher.Alternatives alternatives ->
          alternatives.alternatives().forEach(alternative -> bind(alternative, value));
    }
  }

  private Type somePayload(Type value) {
    Type result = NEVER;
    for (Type type : value.alternatives()) {
      if (type != NIL) {
        result = inference.lattice().join(result, type == OPTION ? ANY : type);
      }
    }
    return result;
  }

  private Type tupleElement(Type value, int index, int size) {
    Type result = NEVER;
    for (Type type : value.alternatives()) {
      Type element =
          switch (type) {
            case Type.TupleType tuple ->
                tuple.elements().size() == size ? tuple.elements().get(index) : NEVER;
            case Type.ListType list -> list.element().read(version);
            case Type.Basic basic when basic == ANY -> ANY;
            case Type.InstanceType instance -> field(instance.type(), Integer.toString(index));
            default -> NEVER;
          };
      result = inference.lattice().join(result, element);
    }
    return result;
  }

  private void list(Matcher.ListOf list, Type value) {
    Type element = NEVER;
    for (Type type : value.alternatives()) {
      if (type instanceof Type.ListType(Cell cell)) {
        element = inference.lattice().join(element, cell.read(version));
      } else if (type == ANY) {
        element = ANY;
      }
    }
    for (List<Matcher.Element> part : List.of(list.first(), list.last())) {
      for (Matcher.Element one : part) {
        bind(one.matcher(), withFallback(element, one.fallback()));
      }
    }
    Variable rest = list.rest();
    if (rest != null) {
      Cell cell = new Cell();
      inference.lattice().flow(element, cell);
      evaluation.bind(rest, new Type.ListType(cell));
    }
  }

  private Type withFallback(Type type, @Nullable Node fallback) {
    return fallback == null ? type : inference.lattice().join(type, evaluation.of(fallback));
  }

  private Type fieldType(@Nullable UserType expected, Type value, String name) {
    if (expected != null && expected.form() != UserType.Form.CLASS) {
      return field(expected, name);
    }
    Type result = NEVER;
    for (Type type : value.alternatives()) {
      Type one =
          switch (type) {
            case Type.InstanceType(UserType actual)
                when expected != null && !Annotations.isSubtype(actual, expected) ->
                NEVER;
            case Type.ObjectType object -> {
              Cell cell = object.layout().field(name);
              yield cell != null ? cell.read(version) : object.layout().further().read(version);
            }
            case Type.MapType map -> map.value().read(version);
            case Type.InstanceType instance -> field(instance.type(), name);
            case Type.Basic basic when basic == ANY -> ANY;
            default -> NEVER;
          };
      result = inference.lattice().join(result, one);
    }
    return result;
  }

  private Type field(UserType type, String name) {
    boolean declared = type.fields().stream().anyMatch(f -> f.name().equals(name));
    return declared ? inference.field(type, name).read(version) : NEVER;
  }
}
