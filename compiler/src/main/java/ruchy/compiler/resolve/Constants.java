package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.TypeName;

/// Constants of the top level, of modules and of types whose values are constant: they are
/// available from the start (L 7.3), so their declarations come first, each after those that it
/// needs.
final class Constants {
  /// A constant with the tree of its value. `key` is the item or field that declares it.
  private record Declared(
      Global global,
      @Nullable TypeName type,
      @Nullable Expression value,
      Object key,
      Scope scope) {}

  private final Resolution all;
  private final IdentityHashMap<Global, Declared> declared = new IdentityHashMap<>();
  private final List<Declared> inOrder = new ArrayList<>();
  private final Set<Global> visited = new HashSet<>();
  private final IdentityHashMap<Object, Declared> hoisted = new IdentityHashMap<>();
  private final List<Node.Declare> nodes = new ArrayList<>();
  private final ConstantValues values;

  /// Those whose values are looked at now, each because of the one before it.
  private final List<Global> path = new ArrayList<>();

  private final IdentityHashMap<Global, String> cycles = new IdentityHashMap<>();

  Constants(Resolution all) {
    this.all = all;
    this.values = new ConstantValues(all, this::hoist);
  }

  void add(
      Global global, @Nullable TypeName type, @Nullable Expression value, Object key, Scope scope) {
    var each = new Declared(global, type, value, key, scope);
    declared.put(global, each);
    inOrder.add(each);
  }

  boolean isHoisted(Object key) {
    return hoisted.containsKey(key);
  }

  /// The declarations of those constants that have been added since the last time and have constant
  /// values.
  List<Node.Declare> hoist() {
    List<Declared> open = List.copyOf(inOrder);
    inOrder.clear();
    open.forEach(each -> hoist(each.global()));
    List<Node.Declare> result = List.copyOf(nodes);
    nodes.clear();
    return result;
  }

  /// Whether the global has a constant value and has been declared.
  private boolean hoist(Global global) {
    Declared each = declared.get(global);
    if (each == null) {
      return false;
    }
    if (visited.add(global)) {
      path.add(global);
      if (each.value() == null || values.isConstant(each.value(), each.scope())) {
        if (each.value() == null || values.isPlain(each.value(), each.scope())) {
          global.markPlain();
        }
        hoisted.put(each.key(), each);
        nodes.add(declaration(each));
      }
      path.removeLast();
    } else if (path.contains(global)) {
      noteCycle(path.subList(path.indexOf(global), path.size()));
    }
    return hoisted.containsKey(each.key());
  }

  /// The value of a constant as it is written; null if it has none.
  @Nullable Expression valueOf(Global global) {
    Declared each = declared.get(global);
    return each == null ? null : each.value();
  }

  /// Where that value stands; null if the global is no constant.
  @Nullable Scope scopeOf(Global global) {
    Declared each = declared.get(global);
    return each == null ? null : each.scope();
  }

  private void noteCycle(List<Global> members) {
    StringBuilder text = new StringBuilder();
    for (Global member : members) {
      text.append('`').append(member.name()).append("` needs ");
    }
    text.append('`').append(members.getFirst().name()).append('`');
    members.forEach(member -> cycles.putIfAbsent(member, text.toString()));
  }

  /// How the constant comes to need itself, as text; null if it does not.
  @Nullable String cycleOf(Global global) {
    return cycles.get(global);
  }

  /// The declaration of a constant where it stands.
  Node declare(Global global) {
    Declared each = declared.get(global);
    if (each == null) {
      throw new IllegalStateException("not a constant: " + global.name());
    }
    return declaration(each);
  }

  private Node.Declare declaration(Declared each) {
    Span span = each.global().name().span();
    var annotation = all.annotations.optional(each.type(), each.scope());
    Node value =
        each.value() == null
            ? Frame.nil(span)
            : all.lets.enteringValue(
                each.value(), annotation, each.global().name().text(), each.scope());
    each.global().declare();
    all.initialised(each.global());
    return new Node.Declare(each.global().variable(), value, span);
  }
}
