package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IF_ICMPNE;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Matching;
import ruchy.compiler.type.Type;

/// Patterns: tests that jump to a label when the value does not match, and bind the variables as
/// they go.
final class PatternEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  PatternEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// `let pattern = value`: MatchError when it does not match. Leaves the value.
  Type destructure(Node.Destructure node) {
    Type type = body.typeOf(node.value());
    body.value(node.value());
    if (type == NEVER) {
      return NEVER;
    }
    Representation representation = body.representation(type);
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    var fail = new Label();
    var end = new Label();
    test(node.matcher(), type, () -> code.load(representation, slot), fail);
    code.jump(end);
    code.place(fail);
    code.load(representation, slot);
    body.coerce(type, ANY);
    code.at(node.span());
    body.errors().raise("patternMismatch", "(" + OBJECT + ")");
    code.place(end);
    code.load(representation, slot);
    return type;
  }

  /// Whether no value of the type matches.
  boolean isImpossible(Matcher matcher, Type type) {
    return !Matching.mayMatch(matcher, type);
  }

  /// Tests the value that `load` leaves, of the given type.
  void test(Matcher matcher, Type type, Runnable load, Label fail) {
    switch (matcher) {
      case Matcher.Anything ignored -> {}
      case Matcher.Bind bind -> bind(bind.variable(), type, load);
      case Matcher.Text text -> text(text, type, load, fail);
      case Matcher.Cell _ -> {
        loadBoxed(type, load);
        code.isInstance(RuntimeNames.WRAPPER);
        code.jumpIf(IFEQ, fail);
      }
      case Matcher.Answering answering -> {
        loadBoxed(type, load);
        code.constant(answering.name());
        code.constant(answering.arguments());
        code.invokeStatic(RuntimeNames.MEMBERS, "answers", "(" + OBJECT + "Ljava/lang/String;I)Z");
        code.jumpIf(IFEQ, fail);
      }
      case Matcher.Alias alias -> {
        test(alias.matcher(), type, load, fail);
        bind(alias.variable(), type, load);
      }
      case Matcher.Equal equal -> equal(equal.value(), type, load, fail);
      case Matcher.IntegerRange range -> integerRange(range, type, load, fail);
      case Matcher.CharacterRange range -> {
        loadBoxed(type, load);
        constantOrNil(range.start());
        constantOrNil(range.end());
        code.constant(range.inclusive());
        String text = "Ljava/lang/String;";
        testCall("isCharacterIn", "(" + OBJECT + text + text + "Z)Z", fail);
      }
      case Matcher.OfVariant variant -> {
        testVariant(variant.variant(), type, load, fail);
        for (int i = 0; i < variant.payload().size(); i++) {
          String field = variant.variant().name() + "." + variant.variant().payload().get(i).name();
          Type payload = body.types().typeOf(variant.variant().owner(), field);
          part(variant.payload().get(i), payload, "payload", i, type, load, fail);
        }
      }
      case Matcher.OfSome some -> some(some, type, load, fail);
      case Matcher.OfNone ignored -> {
        loadBoxed(type, load);
        code.invokeStatic(RuntimeNames.OPTIONS, "isAbsent", "(" + OBJECT + ")Z");
        code.jumpIf(IFEQ, fail);
      }
      case Matcher.OfResult result -> {
        loadBoxed(type, load);
        code.invokeStatic(
            RuntimeNames.OPTIONS, result.ok() ? "isOk" : "isErr", "(" + OBJECT + ")Z");
        code.jumpIf(IFEQ, fail);
        part(result.payload(), ANY, "payload", 0, type, load, fail);
      }
      case Matcher.Tuple tuple -> tuple(tuple, type, load, fail);
      case Matcher.ListOf list -> list(list, type, load, fail);
      case Matcher.Fields fields -> fields(fields, type, load, fail);
      case Matcher.Alternatives alternatives -> alternatives(alternatives, type, load, fail);
    }
  }

  private void testVariant(UserType.Variant variant, Type type, Runnable load, Label fail) {
    if (type instanceof Type.InstanceType(UserType owner) && owner == variant.owner()) {
      load.run();
      code.invokeVirtual(RuntimeNames.VARIANT, "ordinal", "()I");
      code.constant(variant.ordinal());
      code.jumpIf(IF_ICMPNE, fail);
      return;
    }
    loadBoxed(type, load);
    Representation enumType = Representation.reference(RuntimeNames.ENUM_TYPE);
    code.getStatic(body.names().userType(variant.owner()), UserTypeEmitter.TYPE, enumType);
    code.constant(variant.ordinal());
    testCall("isVariant", "(" + OBJECT + enumType.descriptor() + "I)Z", fail);
  }

  private void text(Matcher.Text text, Type type, Runnable load, Label fail) {
    Variable variable = text.variable();
    if (type != STRING) {
      loadBoxed(type, load);
      code.isInstance(Representation.STRING_NAME);
      code.jumpIf(IFEQ, fail);
    }
    if (variable != null) {
      loadBoxed(type, load);
      code.cast(Representation.STRING_NAME);
      body.variables().bind(variable);
    }
  }

  private void constantOrNil(@Nullable String text) {
    if (text == null) {
      code.nil();
    } else {
      code.constant(text);
    }
  }

  private void bind(Variable variable, Type type, Runnable load) {
    Type wanted = body.variables().typeOf(variable);
    if (wanted == NEVER) {
      body.variables().bindDefault(variable); // a `finally` may read it nevertheless
      return;
    }
    load.run();
    body.coerce(type, wanted);
    body.variables().bind(variable);
  }

  private void loadBoxed(Type type, Runnable load) {
    load.run();
    body.coerce(type, ANY);
  }

  private void testCall(String name, String descriptor, Label fail) {
    code.invokeStatic(RuntimeNames.MATCHING, name, descriptor);
    code.jumpIf(IFEQ, fail);
  }

  private void equal(Node value, Type type, Runnable load, Label fail) {
    Type other = body.typeOf(value);
    if (type == INTEGER && other == INTEGER) {
      load.run();
      body.value(value);
      code.instruction(org.objectweb.asm.Opcodes.LCMP);
      code.jumpIf(IFNE, fail);
      return;
    }
    if (type == STRING && other == STRING) {
      load.run();
      body.value(value);
      code.invokeVirtual("java/lang/String", "equals", "(" + OBJECT + ")Z");
      code.jumpIf(IFEQ, fail);
      return;
    }
    loadBoxed(type, load);
    body.boxed(value);
    code.invokeStatic(RuntimeNames.COMPARISON, "equal", "(" + OBJECT + OBJECT + ")Z");
    code.jumpIf(IFEQ, fail);
  }

  private void integerRange(Matcher.IntegerRange range, Type type, Runnable load, Label fail) {
    Long start = range.start();
    Long end = range.end();
    loadBoxed(type, load);
    code.constant(start == null ? Long.MIN_VALUE : start.longValue());
    code.constant(end == null ? Long.MAX_VALUE : end.longValue());
    code.constant(range.inclusive() || end == null);
    testCall("isIntegerIn", "(" + OBJECT + "JJZ)Z", fail);
  }

  private void some(Matcher.OfSome some, Type type, Runnable load, Label fail) {
    loadBoxed(type, load);
    testCall("isSome", "(" + OBJECT + ")Z", fail);
    Representation object = Representation.OBJECT;
    loadBoxed(type, load);
    code.invokeStatic(RuntimeNames.MATCHING, "somePayload", "(" + OBJECT + ")" + OBJECT);
    int slot = code.newLocal(object);
    code.store(object, slot);
    test(some.payload(), ANY, () -> code.load(object, slot), fail);
  }

  /// Tests one part of a value: its payload or element at an index. A part that nothing in the
  /// program makes is taken as any value, since the pattern may bind variables that are assigned.
  private void part(
      Matcher matcher,
      Type madeType,
      String accessor,
      int index,
      Type type,
      Runnable load,
      Label fail) {
    if (matcher instanceof Matcher.Anything) {
      return;
    }
    Type partType = madeType == NEVER ? ANY : madeType;
    boolean isVariant =
        type instanceof Type.InstanceType(UserType user) && user.form() == UserType.Form.ENUM;
    if (isVariant && accessor.equals("payload")) {
      load.run();
      code.constant(index);
      code.invokeVirtual(RuntimeNames.VARIANT, "at", "(I)" + OBJECT);
    } else {
      loadBoxed(type, load);
      code.constant(index);
      code.invokeStatic(RuntimeNames.MATCHING, accessor, "(" + OBJECT + "I)" + OBJECT);
    }
    body.coerce(ANY, partType);
    Representation representation = body.representation(partType);
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    test(matcher, partType, () -> code.load(representation, slot), fail);
  }

  private void tuple(Matcher.Tuple tuple, Type type, Runnable load, Label fail) {
    loadBoxed(type, load);
    code.constant(tuple.elements().size());
    code.constant(tuple.lists());
    testCall("isTuple", "(" + OBJECT + "IZ)Z", fail);
    for (int i = 0; i < tuple.elements().size(); i++) {
      boolean known =
          type instanceof Type.TupleType of && of.elements().size() == tuple.elements().size();
      Type element = known ? ((Type.TupleType) type).elements().get(i) : ANY;
      part(tuple.elements().get(i), element, "element", i, type, load, fail);
    }
  }

  private void list(Matcher.ListOf list, Type type, Runnable load, Label fail) {
    int first = list.first().size();
    int last = list.last().size();
    int required = (int) required(list.first()) + (int) required(list.last());
    boolean open = list.open() || list.rest() != null;
    loadBoxed(type, load);
    code.constant(required);
    code.constant(open ? Integer.MAX_VALUE : first + last);
    testCall("isList", "(" + OBJECT + "II)Z", fail);
    Type element = type instanceof Type.ListType(var cell) ? cell.type() : ANY;
    for (int i = 0; i < first; i++) {
      listElement(list.first().get(i), element, i, type, load, fail);
    }
    for (int i = 0; i < last; i++) {
      listElement(list.last().get(i), element, i - last, type, load, fail);
    }
    Variable rest = list.rest();
    if (rest != null) {
      loadBoxed(type, load);
      code.constant(first);
      code.constant(last);
      code.invokeStatic(RuntimeNames.MATCHING, "rest", "(" + OBJECT + "II)" + OBJECT);
      body.coerce(ANY, body.variables().typeOf(rest));
      body.variables().bind(rest);
    }
  }

  private static long required(List<Matcher.Element> elements) {
    return elements.stream().filter(e -> e.fallback() == null).count();
  }

  private void listElement(
      Matcher.Element element, Type type, int index, Type listType, Runnable load, Label fail) {
    Node fallback = element.fallback();
    if (fallback == null) {
      part(element.matcher(), type, "element", index, listType, load, fail);
      return;
    }
    loadBoxed(listType, load);
    code.constant(index);
    code.invokeStatic(RuntimeNames.MATCHING, "elementOrNil", "(" + OBJECT + "I)" + OBJECT);
    orFallback(element.matcher(), fallback, fail);
  }

  /// Tests the object on the stack, or the fallback when it is nil.
  private void orFallback(Matcher matcher, Node fallback, Label fail) {
    Representation object = Representation.OBJECT;
    int slot = code.newLocal(object);
    var present = new Label();
    code.store(object, slot);
    code.load(object, slot);
    code.jumpIf(org.objectweb.asm.Opcodes.IFNONNULL, present);
    body.boxed(fallback);
    code.store(object, slot);
    code.place(present);
    test(matcher, ANY, () -> code.load(object, slot), fail);
  }

  private void fields(Matcher.Fields fields, Type type, Runnable load, Label fail) {
    if (fields.type() != null) {
      loadBoxed(type, load);
      // Types in two functions may have the same name, so it is the class that counts.
      String userType = body.names().userType(fields.type());
      if (fields.type().form() == UserType.Form.STRUCT && !fields.type().isExtended()) {
        code.isInstance(userType);
        code.jumpIf(IFEQ, fail);
      } else {
        code.constant(userType);
        testCall("isOfType", "(" + OBJECT + "Ljava/lang/String;)Z", fail);
      }
    }
    for (Matcher.Field field : fields.fields()) {
      Node fallback = field.fallback();
      if (fallback == null) {
        loadBoxed(type, load);
        code.constant(field.name());
        testCall("hasField", "(" + OBJECT + "Ljava/lang/String;)Z", fail);
      }
      loadBoxed(type, load);
      code.constant(field.name());
      code.invokeStatic(
          RuntimeNames.MATCHING, "fieldOrNil", "(" + OBJECT + "Ljava/lang/String;)" + OBJECT);
      if (fallback != null) {
        orFallback(field.matcher(), fallback, fail);
        continue;
      }
      Representation object = Representation.OBJECT;
      int slot = code.newLocal(object);
      code.store(object, slot);
      test(field.matcher(), ANY, () -> code.load(object, slot), fail);
    }
  }

  private void alternatives(
      Matcher.Alternatives alternatives, Type type, Runnable load, Label fail) {
    var matched = new Label();
    List<Matcher> all = alternatives.alternatives();
    for (int i = 0; i < all.size() - 1; i++) {
      var next = new Label();
      test(all.get(i), type, load, next);
      code.jump(matched);
      code.place(next);
    }
    test(all.getLast(), type, load, fail);
    code.place(matched);
  }
}
