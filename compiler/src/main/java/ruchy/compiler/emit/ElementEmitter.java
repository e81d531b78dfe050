package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.SWAP;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import ruchy.compiler.infer.Target;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// Elements by their index, and slices: typed accessors of lists, fields where the key is constant,
/// the runtime's look-up otherwise.
final class ElementEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String STRING_DESCRIPTOR = "Ljava/lang/String;";

  private final Body body;
  private final MethodCode code;

  ElementEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type read(Node.ReadIndex read) {
    Type target = body.typeOf(read.target());
    Type index = body.typeOf(read.index());
    if (target instanceof Type.ListType(var cell) && index == INTEGER) {
      Positions.Form form = new Positions(body).formOf(read.index());
      if (form == Positions.Form.NONE || body.preparation().needsEmptyStack(read.index())) {
        body.values(List.of(read.target(), read.index()), List.of(target, INTEGER));
        form = Positions.Form.NONE;
      } else {
        body.value(read.target());
        new Positions(body).leave(read.index(), form);
      }
      code.at(read.span());
      return element(cell.type(), form.descriptor());
    }
    if (target == STRING && index == INTEGER) {
      body.values(List.of(read.target(), read.index()), List.of(target, INTEGER));
      code.at(read.span());
      code.invokeStatic(
          RuntimeNames.INDEXING, "charAt", "(" + STRING_DESCRIPTOR + "J)" + STRING_DESCRIPTOR);
      return STRING;
    }
    if (target instanceof Type.ListType && index == RANGE) {
      body.values(List.of(read.target(), read.index()), List.of(target, RANGE));
      code.at(read.span());
      code.invokeStatic(
          RuntimeNames.INDEXING,
          "slice",
          "(L" + RuntimeNames.LIST + ";L" + RuntimeNames.RANGE + ";)L" + RuntimeNames.LIST + ";");
      return target;
    }
    if (target instanceof Type.MapType) {
      return new MapEmitter(body).read(read);
    }
    if (read.index() instanceof Node.Constant(Object value, var span)
        && value instanceof String key) {
      MemberField field = MemberField.of(target, key, body);
      if (field != null) {
        body.value(read.target());
        field.get(code);
        return Body.onStack(field.type());
      }
    }
    if (body.version().targetOf(read) instanceof Target.OfMethod(var operator, var reached)) {
      return body.calls().reached(reached, List.of(read.target(), read.index()), read.span());
    }
    MemberField position = MemberField.at(target, read.index(), body);
    if (position != null) {
      body.value(read.target());
      position.get(code);
      return Body.onStack(position.type());
    }
    boolean integer = index == INTEGER;
    body.values(List.of(read.target(), read.index()), List.of(ANY, integer ? INTEGER : ANY));
    code.at(read.span());
    code.invokeStatic(
        RuntimeNames.INDEXING, "get", "(" + OBJECT + (integer ? "J" : OBJECT) + ")" + OBJECT);
    return ANY;
  }

  /// The element of the list on the stack at the index above it, which may count from the end; it
  /// has one of the forms of `Positions`.
  Type element(Type type, String indexDescriptor) {
    Representation representation = body.representation(type);
    String name =
        switch (representation.sort()) {
          case 'J' -> "getLong";
          case 'D' -> "getDouble";
          case 'Z' -> "getBoolean";
          default -> "get";
        };
    boolean primitive = !representation.isReference();
    code.invokeVirtual(
        RuntimeNames.LIST,
        name,
        "(" + indexDescriptor + ")" + (primitive ? representation.descriptor() : OBJECT));
    return primitive ? type : ANY;
  }

  Type write(Node.WriteIndex write) {
    if (body.preparation().appends().isUnused(write)
        && body.growingMembers().append(write, false)) {
      return AppendEmitter.unused(body, write.value());
    }
    if (body.growingMembers().append(write, true)) {
      return body.typeOf(write.value());
    }
    Type target = body.typeOf(write.target());
    Type index = body.typeOf(write.index());
    Type value = body.typeOf(write.value());
    MemberField position = MemberField.at(target, write.index(), body);
    if (position != null) {
      body.values(List.of(write.target(), write.value()), List.of(target, value));
      if (value == NEVER) {
        return NEVER;
      }
      int slot = code.newLocal(body.representation(value));
      code.store(body.representation(value), slot);
      code.load(body.representation(value), slot);
      body.members().put(position, value, write.span());
      code.load(body.representation(value), slot);
      return value;
    }
    if (target instanceof Type.MapType) {
      return new MapEmitter(body).write(write);
    }
    boolean list = target instanceof Type.ListType && index == INTEGER;
    Type indexType = list || index == INTEGER ? INTEGER : ANY;
    Positions.Form form = list ? new Positions(body).formOf(write.index()) : Positions.Form.NONE;
    if (form == Positions.Form.NONE
        || body.needsEmptyStack(List.of(write.index(), write.value()))) {
      form = Positions.Form.NONE;
      body.values(
          List.of(write.target(), write.index(), write.value()),
          List.of(list ? target : ANY, indexType, value));
    } else {
      body.value(write.target());
      new Positions(body).leave(write.index(), form);
      body.value(write.value());
    }
    if (value == NEVER) {
      return NEVER;
    }
    int slot = code.newLocal(body.representation(value));
    code.store(body.representation(value), slot);
    code.load(body.representation(value), slot);
    code.at(write.span());
    if (list && target instanceof Type.ListType(var cell)) {
      Representation element = body.representation(cell.type());
      boolean primitive = !element.isReference();
      body.coerce(value, primitive ? cell.type() : ANY);
      String descriptor = primitive ? element.descriptor() : OBJECT;
      code.invokeVirtual(RuntimeNames.LIST, "set", "(" + form.descriptor() + descriptor + ")V");
    } else {
      body.coerce(value, ANY);
      code.invokeStatic(
          RuntimeNames.INDEXING,
          "set",
          "(" + OBJECT + (indexType == INTEGER ? "J" : OBJECT) + OBJECT + ")V");
    }
    code.load(body.representation(value), slot);
    return value;
  }

  Type slice(Node.SliceOf slice) {
    List<Node> nodes = new ArrayList<>(List.of(slice.target()));
    Node start = slice.start();
    Node end = slice.end();
    if (start != null) {
      nodes.add(start);
    }
    if (end != null) {
      nodes.add(end);
    }
    body.values(nodes, Collections.nCopies(nodes.size(), ANY));
    if (start == null && end != null) {
      code.nil();
      code.instruction(SWAP);
    } else if (end == null) {
      code.nil();
      if (start == null) {
        code.nil();
      }
    }
    code.constant(slice.inclusive());
    code.at(slice.span());
    code.invokeStatic(
        RuntimeNames.INDEXING, "slice", "(" + OBJECT + OBJECT + OBJECT + "Z)" + OBJECT);
    return ANY;
  }
}
