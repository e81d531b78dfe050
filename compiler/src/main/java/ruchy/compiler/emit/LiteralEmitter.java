package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.AASTORE;
import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;

/// Values that the program writes down: constants, f-strings, lists, tuples, sets, objects, maps,
/// ranges.
final class LiteralEmitter {
  private static final String BUILDER = "java/lang/StringBuilder";

  private final Body body;
  private final MethodCode code;

  LiteralEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type constant(Node.Constant constant) {
    return switch (constant.value()) {
      case null -> {
        code.nil();
        yield Type.Basic.NIL;
      }
      case Long value -> {
        code.constant(value.longValue());
        yield Type.Basic.INTEGER;
      }
      case Double value -> {
        code.constant(value.doubleValue());
        yield Type.Basic.FLOAT;
      }
      case Boolean value -> {
        code.constant(value.booleanValue());
        yield Type.Basic.BOOLEAN;
      }
      case String value -> {
        code.constant(value);
        yield Type.Basic.STRING;
      }
      default -> throw new IllegalStateException("no constant: " + constant);
    };
  }

  Type octet(Node.ByteConstant constant) {
    code.constant((long) constant.value());
    code.invokeStatic(RuntimeNames.BYTE, "of", "(J)L" + RuntimeNames.BYTE + ";");
    return Type.Basic.BYTE;
  }

  Type atom(Node.AtomConstant constant) {
    code.constant(constant.name());
    code.invokeStatic(RuntimeNames.ATOM, "of", "(Ljava/lang/String;)L" + RuntimeNames.ATOM + ";");
    return Type.Basic.ATOM;
  }

  Type bytes(Node.BytesConstant constant) {
    newList("withCapacity", constant.values().size());
    for (int value : constant.values()) {
      code.duplicate();
      code.constant((long) value);
      code.invokeStatic(RuntimeNames.BYTE, "of", "(J)L" + RuntimeNames.BYTE + ";");
      code.invokeVirtual(RuntimeNames.LIST, "add", "(Ljava/lang/Object;)V");
    }
    return new Type.ListType(new ruchy.compiler.type.Cell());
  }

  private void newList(String maker, int capacity) {
    code.constant((long) capacity);
    code.invokeStatic(RuntimeNames.LIST, maker, "(J)L" + RuntimeNames.LIST + ";");
  }

  Type format(Node.Format format) {
    List<Node> holes = new ArrayList<>();
    for (Node.Part part : format.parts()) {
      Node value = part.value();
      if (value != null) {
        holes.add(value);
      }
    }
    int[] slots = spill(holes);
    int hole = 0;
    if (isOfTwoTexts(format.parts())) {
      for (Node.Part part : format.parts()) {
        if (part.value() == null) {
          code.constant(String.valueOf(part.text()));
        } else {
          load(part.value(), Type.Basic.STRING, slots, hole++);
        }
      }
      concatenate();
      return Type.Basic.STRING;
    }
    code.create(BUILDER);
    for (Node.Part part : format.parts()) {
      Node value = part.value();
      if (value == null) {
        String text = part.text();
        code.constant(text == null ? "" : text);
        append("Ljava/lang/String;");
        continue;
      }
      Type type = body.typeOf(value);
      load(value, type, slots, hole++);
      String spec = part.spec();
      if (spec == null) {
        appendPrinted(type);
      } else {
        code.at(format.span());
        body.coerce(type, ANY);
        code.constant(spec);
        code.invokeStatic(
            RuntimeNames.FORMAT_SPEC,
            "format",
            "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/String;");
        append("Ljava/lang/String;");
      }
    }
    code.invokeVirtual(BUILDER, "toString", "()Ljava/lang/String;");
    return Type.Basic.STRING;
  }

  /// Whether nothing has to be turned into text.
  private boolean isOfTwoTexts(List<Node.Part> parts) {
    for (Node.Part part : parts) {
      boolean isText =
          part.value() == null
              || (part.spec() == null && body.typeOf(part.value()) == Type.Basic.STRING);
      if (!isText) {
        return false;
      }
    }
    return parts.size() == 2;
  }

  /// Joins the two texts on the stack. That makes two objects, where a builder that the JIT does
  /// not see through makes four.
  void concatenate() {
    code.invokeVirtual("java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;");
  }

  /// Evaluates nodes into variables when one of them needs an empty stack; otherwise nothing, and
  /// no slots.
  int[] spill(List<Node> nodes) {
    if (!body.needsEmptyStack(nodes)) {
      return new int[0];
    }
    int[] slots = new int[nodes.size()];
    for (int i = 0; i < slots.length; i++) {
      body.value(nodes.get(i));
      Representation representation = body.representation(body.typeOf(nodes.get(i)));
      slots[i] = code.newLocal(representation);
      code.store(representation, slots[i]);
    }
    return slots;
  }

  private void load(Node node, Type type, int[] slots, int index) {
    if (slots.length == 0) {
      body.value(node);
    } else {
      code.load(body.representation(type), slots[index]);
    }
  }

  private void append(String descriptor) {
    code.invokeVirtual(BUILDER, "append", "(" + descriptor + ")L" + BUILDER + ";");
  }

  /// Appends the value on the stack in P form to the builder below it.
  private void appendPrinted(Type type) {
    switch (body.representation(type).sort()) {
      case 'J' -> append("J");
      case 'Z' -> append("Z");
      case 'D' -> {
        code.invokeStatic(RuntimeNames.DISPLAY, "print", "(D)Ljava/lang/String;");
        append("Ljava/lang/String;");
      }
      default -> {
        if (type != Type.Basic.STRING) {
          code.invokeStatic(
              RuntimeNames.DISPLAY, "print", "(Ljava/lang/Object;)Ljava/lang/String;");
        }
        append("Ljava/lang/String;");
      }
    }
  }

  /// Puts the elements into a list; each is added in the representation of the list's elements.
  Type list(Node.ListOf list) {
    List<Node> nodes = Nodes.values(list.elements());
    int[] slots = spill(nodes);
    Type listType = body.typeOf(list);
    Type element = listType instanceof Type.ListType of ? of.element().type() : ANY;
    newList(maker(element), list.elements().size());
    if (!inParts(list, RuntimeNames.LIST, (emitter, part) -> emitter.elements(list, part))) {
      elements(list, 0, nodes.size(), slots);
    }
    return listType instanceof Type.ListType
        ? listType
        : new Type.ListType(new ruchy.compiler.type.Cell());
  }

  /// Fills the container on the stack by the methods of the parts, if the literal is cut into some.
  private boolean inParts(
      Node literal, String container, BiConsumer<LiteralEmitter, Outline.Part.Elements> fill) {
    Body.Place place = body.place();
    List<Outline.Part.Elements> parts =
        place == null ? null : place.parts().outline().elementsOf(literal);
    if (parts == null) {
      return false;
    }
    Representation representation = Representation.reference(container);
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    for (Outline.Part.Elements part : parts) {
      body.parts()
          .call(
              part,
              representation,
              slot,
              null,
              inner -> {
                inner.code().load(representation, inner.containerSlot());
                fill.accept(inner.literals(), part);
                inner.code().pop(representation);
              });
    }
    code.load(representation, slot);
    return true;
  }

  private void elements(Node.ListOf list, Outline.Part.Elements part) {
    elements(list, part.start(), part.end(), new int[0]);
  }

  /// Adds elements to the list on the stack.
  private void elements(Node.ListOf list, int start, int end, int[] slots) {
    Type listType = body.typeOf(list);
    Type element = listType instanceof Type.ListType of ? of.element().type() : ANY;
    for (int i = start; i < end; i++) {
      Node node = list.elements().get(i).value();
      code.duplicate();
      Type type = body.typeOf(node);
      load(node, type, slots, i);
      if (list.elements().get(i).spread()) {
        code.at(list.span());
        body.coerce(type, ANY);
        code.invokeStatic(
            RuntimeNames.CALLS, "spread", "(Ljava/lang/Object;)L" + RuntimeNames.LIST + ";");
        code.invokeVirtual(RuntimeNames.LIST, "addAll", "(L" + RuntimeNames.LIST + ";)V");
      } else {
        addElement(type, element);
      }
    }
  }

  private String maker(Type element) {
    return switch (body.representation(element).sort()) {
      case 'J' -> "withLongCapacity";
      case 'D' -> "withDoubleCapacity";
      case 'Z' -> "withBooleanCapacity";
      default -> "withCapacity";
    };
  }

  /// Adds the value on the stack to the list below it.
  void addElement(Type type, Type element) {
    Representation representation = body.representation(element);
    boolean primitive = !representation.isReference();
    body.coerce(type, primitive ? element : ANY);
    String descriptor = primitive ? representation.descriptor() : "Ljava/lang/Object;";
    code.invokeVirtual(RuntimeNames.LIST, "add", "(" + descriptor + ")V");
  }

  Type repeat(Node.RepeatOf repeat) {
    Type value = body.typeOf(repeat.value());
    Representation representation = body.representation(value);
    boolean primitive = !representation.isReference();
    Type count = body.typeOf(repeat.count());
    body.values(
        List.of(repeat.value(), repeat.count()),
        List.of(primitive ? value : ANY, count == Type.Basic.INTEGER ? count : ANY));
    code.at(repeat.span());
    if (count != Type.Basic.INTEGER) {
      code.constant("repeat count");
      code.invokeStatic(RuntimeNames.CHECK, "integer", "(Ljava/lang/Object;Ljava/lang/String;)J");
    }
    String result = "J)L" + RuntimeNames.LIST + ";";
    if (primitive) {
      code.invokeStatic(RuntimeNames.LIST, "filled", "(" + representation.descriptor() + result);
    } else {
      code.invokeStatic(RuntimeNames.COPIES, "repeated", "(Ljava/lang/Object;" + result);
    }
    Type type = body.typeOf(repeat);
    return type instanceof Type.ListType ? type : new Type.ListType(new ruchy.compiler.type.Cell());
  }

  /// Leaves an array of the boxed values.
  void array(List<Node> nodes) {
    int[] slots = spill(nodes);
    code.newObjectArray(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      code.duplicate();
      code.constant(i);
      load(nodes.get(i), body.typeOf(nodes.get(i)), slots, i);
      body.coerce(body.typeOf(nodes.get(i)), ANY);
      code.instruction(AASTORE);
    }
  }

  Type tuple(Node.TupleOf tuple) {
    array(tuple.elements());
    code.invokeStatic(
        RuntimeNames.TUPLE, "of", "([Ljava/lang/Object;)L" + RuntimeNames.TUPLE + ";");
    return new Type.TupleType(List.of());
  }

  Type set(Node.SetOf set) {
    array(set.elements());
    code.invokeStatic(RuntimeNames.SET, "of", "([Ljava/lang/Object;)L" + RuntimeNames.SET + ";");
    return new Type.SetType(new ruchy.compiler.type.Cell());
  }

  Type object(Node.ObjectOf object) {
    Type type = body.typeOf(object);
    Layout layout = type instanceof Type.ObjectType of ? of.layout() : null;
    String owner = layout == null ? null : body.names().layouts().get(layout);
    if (layout == null || owner == null) {
      return objectAsMap(object);
    }
    int[] slots = spill(object.values());
    code.create(owner);
    if (!inParts(
        object,
        owner,
        (emitter, part) ->
            emitter.fields(object, layout, owner, part.start(), part.end(), new int[0]))) {
      fields(object, layout, owner, 0, object.values().size(), slots);
    }
    return type;
  }

  /// Sets fields of the object on the stack.
  private void fields(
      Node.ObjectOf object, Layout layout, String owner, int start, int end, int[] slots) {
    for (int i = start; i < end; i++) {
      Node value = object.values().get(i);
      Type field = layout.fields().get(i).type();
      code.duplicate();
      load(value, body.typeOf(value), slots, i);
      body.coerce(body.typeOf(value), field);
      Storage.ofField(layout.keys().get(i), field, body.names(), body.preparation())
          .putField(code, owner, Names.field(layout, i));
    }
  }

  private Type objectAsMap(Node.ObjectOf object) {
    int[] slots = spill(object.values());
    code.create(RuntimeNames.HASH_MAP);
    if (!inParts(
        object,
        RuntimeNames.HASH_MAP,
        (emitter, part) -> emitter.keys(object, part.start(), part.end(), new int[0]))) {
      keys(object, 0, object.values().size(), slots);
    }
    return mapType();
  }

  /// Puts entries into the map on the stack.
  private void keys(Node.ObjectOf object, int start, int end, int[] slots) {
    for (int i = start; i < end; i++) {
      code.duplicate();
      code.constant(object.keys().get(i));
      put(object.values().get(i), slots, i);
    }
  }

  private static Type mapType() {
    return new Type.MapType(new ruchy.compiler.type.Cell(), new ruchy.compiler.type.Cell());
  }

  private void put(Node value, int[] slots, int index) {
    load(value, body.typeOf(value), slots, index);
    body.coerce(body.typeOf(value), ANY);
    code.invokeVirtual(RuntimeNames.HASH_MAP, "put", "(Ljava/lang/Object;Ljava/lang/Object;)V");
  }

  Type map(Node.MapOf map) {
    List<Node> nodes = new ArrayList<>();
    for (Node.Entry entry : map.entries()) {
      Node key = entry.key();
      if (key != null) {
        nodes.add(key);
      }
      nodes.add(entry.value());
    }
    int[] slots = spill(nodes);
    code.create(RuntimeNames.HASH_MAP);
    if (!inParts(
        map,
        RuntimeNames.HASH_MAP,
        (emitter, part) ->
            emitter.entries(map, map.entries().subList(part.start(), part.end()), new int[0]))) {
      entries(map, map.entries(), slots);
    }
    return mapType();
  }

  /// Puts entries into the map on the stack.
  private void entries(Node.MapOf map, List<Node.Entry> entries, int[] slots) {
    int index = 0;
    for (Node.Entry entry : entries) {
      Node key = entry.key();
      code.duplicate();
      if (key == null) {
        load(entry.value(), body.typeOf(entry.value()), slots, index++);
        body.coerce(body.typeOf(entry.value()), ANY);
        code.at(map.span());
        code.constant("spread of a map");
        code.invokeStatic(
            RuntimeNames.CHECK,
            "map",
            "(Ljava/lang/Object;Ljava/lang/String;)L" + RuntimeNames.MAP + ";");
        code.invokeVirtual(RuntimeNames.MAP, "putAll", "(L" + RuntimeNames.MAP + ";)V");
        continue;
      }
      load(key, body.typeOf(key), slots, index++);
      body.coerce(body.typeOf(key), ANY);
      put(entry.value(), slots, index++);
    }
  }

  Type range(Node.RangeOf range) {
    Node start = range.start();
    Node end = range.end();
    boolean plain =
        start != null
            && end != null
            && body.typeOf(start) == Type.Basic.INTEGER
            && body.typeOf(end) == Type.Basic.INTEGER;
    String result = ")L" + RuntimeNames.RANGE + ";";
    if (plain && start != null && end != null) {
      body.values(List.of(start, end), List.of(Type.Basic.INTEGER, Type.Basic.INTEGER));
      code.constant(range.inclusive());
      code.invokeStatic(RuntimeNames.RANGE, "of", "(JJZ" + result);
      return Type.Basic.RANGE;
    }
    bounds(start, end);
    code.constant(range.inclusive());
    code.at(range.span());
    code.invokeStatic(
        RuntimeNames.RANGE, "between", "(Ljava/lang/Object;Ljava/lang/Object;Z" + result);
    if (body.typeOf(range) == Type.Basic.NEVER) {
      code.unreachable(); // an end is no integer
      return Type.Basic.NEVER;
    }
    return Type.Basic.RANGE;
  }

  /// Leaves two boxed bounds, null for open ones.
  void bounds(@Nullable Node start, @Nullable Node end) {
    if (start != null && end != null) {
      body.values(List.of(start, end), Collections.nCopies(2, ANY));
      return;
    }
    for (@Nullable Node bound : new @Nullable Node[] {start, end}) {
      if (bound == null) {
        code.nil();
      } else {
        body.boxed(bound);
      }
    }
  }
}
