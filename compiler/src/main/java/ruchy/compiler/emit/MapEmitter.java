package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Operator;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// Entries of maps: integers as keys and as values are not boxed.
final class MapEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String MAP_MEMBERS = "ruchy/runtime/member/MapMembers";

  private final Body body;
  private final MethodCode code;

  MapEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// An integer stays one; anything else is an object.
  private Type held(Node node) {
    return body.typeOf(node) == INTEGER ? INTEGER : ANY;
  }

  private static String descriptor(Type held) {
    return held == INTEGER ? "J" : OBJECT;
  }

  private static boolean holdsIntegers(Type map) {
    return map instanceof Type.MapType(_, var value) && value.type() == INTEGER;
  }

  /// `m[k]` of a map.
  Type read(Node.ReadIndex read) {
    Type map = body.typeOf(read.target());
    Type key = held(read.index());
    body.values(List.of(read.target(), read.index()), List.of(map, key));
    code.at(read.span());
    boolean integer = holdsIntegers(map);
    code.invokeVirtual(
        RuntimeNames.MAP,
        integer ? "indexInteger" : "index",
        "(" + descriptor(key) + ")" + (integer ? "J" : OBJECT));
    return integer ? INTEGER : ANY;
  }

  /// `m[k] = v` of a map; leaves the value.
  Type write(Node.WriteIndex write) {
    Type value = body.typeOf(write.value());
    put(write, write.target(), write.index(), write.value());
    return value;
  }

  private void put(Node at, Node target, Node keyNode, Node valueNode) {
    Type map = body.typeOf(target);
    Type key = held(keyNode);
    Type value = body.typeOf(valueNode);
    body.values(List.of(target, keyNode, valueNode), List.of(map, key, value));
    if (value == NEVER) {
      return;
    }
    Representation representation = body.representation(value);
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    code.load(representation, slot);
    Type stored = value == INTEGER ? INTEGER : ANY;
    body.coerce(value, stored);
    code.at(at.span());
    String name = stored == INTEGER ? "putInteger" : key == INTEGER ? "putUnder" : "put";
    code.invokeVirtual(RuntimeNames.MAP, name, "(" + descriptor(key) + descriptor(stored) + ")V");
    code.load(representation, slot);
  }

  /// A method of maps that has a form without boxes; null for others.
  @Nullable Type method(Node.CallMethod call, LibraryFunction function) {
    if (!function.javaOwner().equals(MAP_MEMBERS)
        || !(body.typeOf(call.target()) instanceof Type.MapType)
        || Nodes.spread(call.arguments())
        || call.arguments().isEmpty()) {
      return null;
    }
    Node keyNode = call.arguments().getFirst().value();
    Type key = held(keyNode);
    Type map = body.typeOf(call.target());
    return switch (function.javaName()) {
      case "get" -> {
        if (call.arguments().size() == 1) {
          body.values(List.of(call.target(), keyNode), List.of(map, key));
          code.at(call.span());
          code.invokeVirtual(RuntimeNames.MAP, "get", "(" + descriptor(key) + ")" + OBJECT);
          yield ANY;
        }
        yield integer(call, "getInteger");
      }
      case "entryOrInsert", "getOrInsert" -> integer(call, "getOrInsertInteger");
      case "hasKey" -> {
        body.values(List.of(call.target(), keyNode), List.of(map, key));
        code.at(call.span());
        code.invokeVirtual(RuntimeNames.MAP, "has", "(" + descriptor(key) + ")Z");
        yield BOOLEAN;
      }
      default -> null;
    };
  }

  /// A call with a key and an integer of a map of integers; null for others.
  private @Nullable Type integer(Node.CallMethod call, String method) {
    Node keyNode = call.arguments().getFirst().value();
    Node other = call.arguments().get(1).value();
    Type map = body.typeOf(call.target());
    if (!holdsIntegers(map) || body.typeOf(other) != INTEGER) {
      return null;
    }
    Type key = held(keyNode);
    body.values(List.of(call.target(), keyNode, other), List.of(map, key, INTEGER));
    code.at(call.span());
    code.invokeVirtual(RuntimeNames.MAP, method, "(" + descriptor(key) + "J)J");
    return INTEGER;
  }

  /// Whether the call adds or replaces an entry, and nothing else counts when its value is dropped.
  boolean isPut(Node.CallMethod call) {
    return body.version().targetOf(call) instanceof Target.OfLibrary(LibraryFunction function)
        && function.javaOwner().equals(MAP_MEMBERS)
        && (function.javaName().equals("insert") || function.javaName().equals("set"))
        && call.arguments().size() == 2
        && !Nodes.spread(call.arguments())
        && body.typeOf(call.target()) instanceof Type.MapType
        && body.typeOf(call.arguments().get(1).value()) != NEVER;
  }

  /// Adds or replaces an entry; leaves nothing.
  void put(Node.CallMethod call) {
    Node value = call.arguments().get(1).value();
    Node index = call.arguments().getFirst().value();
    var write = new Node.WriteIndex(call.target(), index, value, call.span());
    if (body.growingMembers().append(write, false)) {
      return;
    }
    put(call, call.target(), call.arguments().getFirst().value(), value);
    code.pop(body.representation(body.typeOf(value)));
  }

  /// `k in m`, as 0 or 1.
  boolean contains(Node.Binary node) {
    if ((node.operator() != Operator.IN && node.operator() != Operator.NOT_IN)
        || !(body.typeOf(node.right()) instanceof Type.MapType map)) {
      return false;
    }
    Type key = held(node.left());
    body.values(List.of(node.left(), node.right()), List.of(key, map));
    code.sink(body.representation(key));
    code.at(node.span());
    code.invokeVirtual(RuntimeNames.MAP, "has", "(" + descriptor(key) + ")Z");
    return true;
  }
}
