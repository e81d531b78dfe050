package ruchy.compiler.analyse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.TypeExpression;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;

/// What the declared types of a library function mean in one call of it: which regions their type
/// variables, collections and objects of the library stand for.
final class TypeFlow {
  private final LibraryFunction function;
  private final @Nullable Region receiver;
  private final boolean isOnLibraryObject;
  private final boolean keepsValues;
  private final Node node;
  private final Version version;
  private final Regions regions;
  private final Map<String, Region> variables = new HashMap<>();

  /// @param target the receiver; null for functions
  /// @param keepsValues whether the receiver is an object of the library that keeps what is passed
  ///   to it
  TypeFlow(
      LibraryFunction function,
      @Nullable Node target,
      boolean keepsValues,
      Node node,
      Version version,
      Regions regions) {
    this.function = function;
    this.receiver = target == null ? null : regions.of(version, target);
    this.isOnLibraryObject = receiver != null && function.owner().contains("::");
    this.keepsValues = keepsValues;
    this.node = node;
    this.version = version;
    this.regions = regions;
  }

  /// The region of the receiver; null for functions.
  @Nullable Region receiver() {
    return receiver;
  }

  /// Whether the receiver is an object of the library, not a value.
  boolean isOnLibraryObject() {
    return isOnLibraryObject;
  }

  /// Whether that object keeps what is passed to it.
  boolean keepsValues() {
    return keepsValues;
  }

  /// Unifies a region with what the type means in this call.
  void flow(@Nullable Region region, TypeExpression type) {
    if (region == null) {
      return;
    }
    switch (type) {
      case TypeExpression.OrNil(var inner) -> flow(region, inner);
      case TypeExpression.Either(var types) -> types.forEach(one -> flow(region, one));
      case TypeExpression.Callback _ -> regions.unify(region, any());
      case TypeExpression.Named named -> flow(region, named);
    }
  }

  private void flow(Region region, TypeExpression.Named type) {
    List<TypeExpression> arguments = type.arguments();
    if (LibrarySignature.isVariable(type.name())) {
      regions.unify(region, variable(type.name()));
      return;
    }
    switch (type.name()) {
      case "integer",
          "float",
          "number",
          "boolean",
          "string",
          "byte",
          "bytes",
          "atom",
          "nil",
          "never",
          "range",
          "error",
          "datetime",
          "duration" -> {}
      case "any", "function" -> regions.unify(region, any());
      case "list", "set" -> element(region.elements(), arguments, 0);
      case "map", "object" -> {
        Region elements = region.allElements(regions.queue);
        element(elements, arguments, 0);
        element(elements, arguments, 1);
      }
      case "option", "result", "variant" -> {
        element(region.payload(), arguments, 0);
        if (arguments.size() > 1) flow(region.payload(), arguments.get(1));
      }
      case "tuple" -> tuple(region, arguments);
      case "self" -> regions.unify(region, receiver);
      default -> libraryObject(region, type.name());
    }
  }

  private void element(Region element, List<TypeExpression> arguments, int index) {
    if (index < arguments.size()) {
      flow(element, arguments.get(index));
    } else {
      regions.unify(element, any());
    }
  }

  private void tuple(Region region, List<TypeExpression> arguments) {
    if (arguments.isEmpty()) { // an entry of a map
      Region entry = region.allElements(regions.queue);
      if (receiver != null) regions.unify(entry, receiver.allElements(regions.queue));
      return;
    }
    Region linked = null;
    for (int i = 0; i < arguments.size(); i++) {
      Region part = region.field(Integer.toString(i));
      flow(part, arguments.get(i));
      // The ends of a channel hand on the same values.
      if (arguments.get(i) instanceof TypeExpression.Named(String name, _) && name.contains("::")) {
        regions.unify(part.elements(), linked);
        linked = part.elements();
      }
    }
  }

  private void libraryObject(Region region, String name) {
    region.add(name, regions.queue);
    Region from = receiver;
    if (from == null) {
      return;
    }
    if (name.equals(function.owner())) {
      regions.unify(region, from); // most of them give themselves, to be asked for more
    } else if (function.owner().contains("::")) {
      regions.unify(region, from.field("=" + name));
      regions.unify(region, from.handed(name));
    } else {
      regions.unify(region.elements(), from.allElements(regions.queue)); // an entry of a map
    }
  }

  private Region variable(String name) {
    Region known = variables.get(name);
    if (known == null) {
      Region from = receiver;
      boolean isOfReceiver =
          from != null && (name.equals("T") || name.equals("K") || name.equals("V"));
      known =
          from == null || !isOfReceiver
              ? new Region()
              : switch (function.owner()) {
                case "option", "result" -> payloadOrItself(from);
                case "map" -> from.allElements(regions.queue);
                case "tuple" -> name.equals("T") ? from.elements() : half(from, name);
                default -> from.elements();
              };
      variables.put(name, known);
    }
    return known;
  }

  /// One of the two elements of an entry of a map.
  private static Region half(Region entry, String name) {
    return entry.field(name.equals("K") ? "0" : "1");
  }

  /// The methods of options work on other values too (L 9.5).
  private Region payloadOrItself(Region value) {
    boolean isOption =
        node instanceof Node.CallMethod call && version.typeOf(call.target()) == Type.Basic.OPTION;
    if (!isOption) {
      regions.unify(value, value.payload());
    }
    return value.payload();
  }

  /// What `any` stands for: one of the values that come in, or something within one of them.
  private Region any() {
    Region known = variables.get("any");
    if (known != null) {
      return known;
    }
    Region any = new Region();
    variables.put("any", any);
    Region from = receiver;
    if (from != null && isOnLibraryObject && !function.flows().contains(Flow.HOLDS_VALUE)) {
      if (keepsValues) {
        regions.unify(any, from.elements());
      }
      return any;
    }
    if (from != null) {
      regions.unify(any, from);
    }
    regions.unify(any.allElements(regions.queue), any);
    regions.unify(any.payload(), any);
    return any;
  }
}
