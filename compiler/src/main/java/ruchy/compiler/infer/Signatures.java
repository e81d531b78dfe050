package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.ATOM;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.BYTE;
import static ruchy.compiler.type.Type.Basic.ERROR;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.FUNCTION;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.OPTION;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// What calls of library functions do to types: arguments flow into receivers and call-backs, and
/// results come out.
final class Signatures {
  private final Inference inference;
  private final IdentityHashMap<LibraryFunction, Signature> parsed = new IdentityHashMap<>();

  Signatures(Inference inference) {
    this.inference = inference;
  }

  private static final TypeExpression SELF = new TypeExpression.Named("self", List.of());

  /// A map whose entries are of the receiver's types.
  private static final TypeExpression MAP = TypeExpression.parse("map<K, V>");

  /// A list whose elements are the entries of a map.
  private static final TypeExpression PAIRS = TypeExpression.parse("list<tuple<K, V>>");

  private static final Set<String> OF_MAPS = Set.of("K", "V", "map");

  /// Types whose values hold nothing that a program could change or call.
  private static final Set<String> PLAIN =
      Set.of(
          "integer", "float", "number", "boolean", "string", "byte", "bytes", "atom", "nil",
          "never", "range", "error");

  private record Signature(List<TypeExpression> parameters, TypeExpression result) {}

  private Signature signature(LibraryFunction function) {
    return parsed.computeIfAbsent(
        function,
        f -> {
          List<TypeExpression> parameters = new ArrayList<>();
          f.parameterTypes().forEach(text -> parameters.add(TypeExpression.parse(text)));
          return new Signature(parameters, TypeExpression.parse(f.resultType()));
        });
  }

  /// The type of parameter `index` as the library writes it; a rest parameter repeats.
  private static TypeExpression parameter(
      Signature signature, LibraryFunction function, int index) {
    int last = signature.parameters().size() - 1;
    return signature.parameters().get(function.takesRest() ? Math.min(index, last) : index);
  }

  /// The result of a call at `node` in `version`; the receiver is null for functions.
  Type call(
      LibraryFunction function,
      @Nullable Type receiver,
      List<Type> arguments,
      Node node,
      Version version) {
    Signature signature = signature(function);
    Map<String, Cell> bindings =
        receiver == null ? new HashMap<>() : bind(receiver, function, node, version);
    Set<String> ofReceiver =
        bindings.isEmpty() || arguments.isEmpty() ? Set.of() : Set.copyOf(bindings.keySet());
    for (int i = 0; i < arguments.size(); i++) {
      if (!function.takesRest() && i >= signature.parameters().size()) {
        break;
      }
      TypeExpression expected = parameter(signature, function, i);
      boolean reads =
          function.readParameters().contains(Math.min(i, signature.parameters().size() - 1));
      boolean stores = function.mutates();
      take(expected, arguments.get(i), reads, stores, ofReceiver, bindings, node, version);
    }
    if (receiver != null && signature.result().equals(SELF)) {
      return receiver;
    }
    if (hides(signature.result())) {
      if (receiver != null && function.owner().equals("any")) {
        inference.lattice().giveUp(receiver);
      }
      giveUpContents(bindings, version);
    }
    Type result = instantiate(signature.result(), bindings, node, version, 0);
    if (function.mutates() && result instanceof Type.LibraryType) {
      // the object puts anything into the receiver later: `map.entry(k).or_insert(v)`
      ofReceiver.forEach(
          name -> inference.lattice().flow(ANY, Objects.requireNonNull(bindings.get(name))));
    }
    return result;
  }

  /// Whether some method of maps of that name takes keys away: one that changes the map and does
  /// not take entries.
  boolean removesKeys(String method) {
    for (LibraryFunction function : inference.library().functions("map", method)) {
      boolean takesEntries =
          signature(function).parameters().stream()
              .anyMatch(
                  type ->
                      type instanceof TypeExpression.Named(String name, _)
                          && OF_MAPS.contains(name));
      if (function.mutates() && !takesEntries) {
        return true;
      }
    }
    return false;
  }

  /// Whether what a value of that type holds is not told by the type, so that code which knows
  /// nothing of it may change and call it.
  private static boolean hides(TypeExpression type) {
    return switch (type) {
      case TypeExpression.OrNil orNil -> hides(orNil.type());
      case TypeExpression.Either either -> either.types().stream().anyMatch(Signatures::hides);
      case TypeExpression.Callback _ -> true;
      case TypeExpression.Named(String name, var _) when isVariable(name) || PLAIN.contains(name) ->
          false;
      case TypeExpression.Named(String name, var parts) ->
          switch (name) {
            case "list", "set", "map", "object", "tuple" ->
                parts.isEmpty() || parts.stream().anyMatch(Signatures::hides);
            default -> true;
          };
    };
  }

  /// What the receiver and the arguments hold is known to code that knows nothing of it.
  private void giveUpContents(Map<String, Cell> bindings, Version version) {
    for (Cell cell : List.copyOf(bindings.values())) {
      inference.lattice().giveUp(cell.read(version));
    }
  }

  /// The element types of the receiver, as the variables of its members.
  private Map<String, Cell> bind(
      Type receiver, LibraryFunction function, Node node, Version version) {
    Map<String, Cell> bindings = new HashMap<>();
    switch (receiver) {
      case Type.ListType list -> bindings.put("T", list.element());
      case Type.SetType set -> bindings.put("T", set.element());
      case Type.MapType map -> {
        bindings.put("K", map.key());
        bindings.put("V", map.value());
      }
      case Type.ObjectType object -> {
        if (function.mutates()) {
          object.layout().markDynamic();
          inference.lattice().giveUp(object);
        }
        Type keys = object.layout().key().read(version);
        bindings.put("K", variable("K", keys, node, version));
        Cell values = variable("V", NEVER, node, version);
        object
            .layout()
            .fields()
            .forEach(field -> inference.lattice().flow(field.read(version), values));
        inference.lattice().flow(object.layout().further().read(version), values);
        if (keys != STRING) {
          inference.lattice().flow(ANY, values);
        }
        bindings.put("V", values);
      }
      case Type.Basic basic when basic == RANGE ->
          bindings.put("T", variable("T", INTEGER, node, version));
      case Type.Basic basic when basic == OPTION ->
          bindings.put("T", variable("T", ANY, node, version));
      case Type.TupleType tuple -> {
        Cell elements = variable("T", NEVER, node, version);
        tuple.elements().forEach(element -> inference.lattice().flow(element, elements));
        bindings.put("T", elements);
        if (tuple.elements().size() == 2) { // an entry of a map
          bindings.put("K", variable("K", tuple.elements().get(0), node, version));
          bindings.put("V", variable("V", tuple.elements().get(1), node, version));
        }
      }
      default -> {}
    }
    return bindings;
  }

  /// The cell of a type variable for receivers that have none for it: it belongs to the node, as a
  /// new collection does.
  private Cell variable(String name, Type type, Node node, Version version) {
    Cell cell = version.site(node, -name.charAt(0));
    inference.lattice().flow(type, cell);
    return cell;
  }

  /// An argument enters a parameter.
  private void take(
      TypeExpression expected,
      Type argument,
      boolean reads,
      boolean mutates,
      Set<String> ofReceiver,
      Map<String, Cell> bindings,
      Node node,
      Version version) {
    List<TypeExpression.Callback> callbacks = TypeExpression.callbacks(expected);
    if (!callbacks.isEmpty() && mentionsCallable(argument)) {
      callBack(callbacks, argument, bindings, node, version);
      return;
    }
    switch (expected) {
      case TypeExpression.OrNil orNil ->
          take(orNil.type(), argument, reads, mutates, ofReceiver, bindings, node, version);
      case TypeExpression.Either either -> {
        if (mutates) {
          takeOneOf(either, argument, ofReceiver, bindings, version);
        } else if (!reads) {
          inference.lattice().giveUp(argument);
        }
      }
      case TypeExpression.Callback ignored -> inference.lattice().giveUp(argument);
      case TypeExpression.Named named ->
          takeNamed(named, argument, reads, mutates, ofReceiver, bindings, node, version);
    }
  }

  /// A changing function takes an element or a collection of elements (`T | list<T>`): a list gives
  /// its elements, anything else enters itself.
  private void takeOneOf(
      TypeExpression.Either either,
      Type argument,
      Set<String> ofReceiver,
      Map<String, Cell> bindings,
      Version version) {
    for (String name : ofReceiver) {
      TypeExpression variable = new TypeExpression.Named(name, List.of());
      TypeExpression collection = new TypeExpression.Named("list", List.of(variable));
      Cell into = Objects.requireNonNull(bindings.get(name));
      if (either.types().contains(collection)) {
        for (Type type : argument.alternatives()) {
          boolean isList = type instanceof Type.ListType || type == ANY;
          inference.lattice().flow(isList ? elementsOf(type, version) : type, into);
        }
      } else if (either.types().contains(variable)) {
        inference.lattice().flow(argument, into);
      }
    }
  }

  /// The entries of a map enter the receiver.
  private void takeEntries(Type argument, Cell keys, Cell values, Version version) {
    for (Type type : argument.alternatives()) {
      switch (type) {
        case Type.MapType map -> {
          inference.lattice().flow(map.key().read(version), keys);
          inference.lattice().flow(map.value().read(version), values);
        }
        case Type.ObjectType(Layout layout) when layout.key().read(version) == STRING -> {
          inference.lattice().flow(STRING, keys);
          inference.lattice().flow(layout.further().read(version), values);
          layout.fields().forEach(field -> inference.lattice().flow(field.read(version), values));
        }
        default -> {
          inference.lattice().giveUp(type);
          inference.lattice().flow(ANY, keys);
          inference.lattice().flow(ANY, values);
        }
      }
    }
  }

  /// Pairs become the entries of a new map.
  private void takePairs(Type pair, Map<String, Cell> bindings, Node node, Version version) {
    Cell keys = variable("K", bindings, node, version);
    Cell values = variable("V", bindings, node, version);
    for (Type type : pair.alternatives()) {
      if (type instanceof Type.TupleType(var elements) && elements.size() == 2) {
        inference.lattice().flow(elements.get(0), keys);
        inference.lattice().flow(elements.get(1), values);
      } else {
        inference.lattice().giveUp(type);
        inference.lattice().flow(ANY, keys);
        inference.lattice().flow(ANY, values);
      }
    }
  }

  private void takeNamed(
      TypeExpression.Named named,
      Type argument,
      boolean reads,
      boolean mutates,
      Set<String> ofReceiver,
      Map<String, Cell> bindings,
      Node node,
      Version version) {
    String name = named.name();
    Cell variable = bindings.get(name);
    if (isVariable(name)) {
      if (variable != null && ofReceiver.contains(name)) {
        if (mutates) {
          inference.lattice().flow(argument, variable);
        }
      } else {
        Cell given = bindings.computeIfAbsent(name, n -> new Cell());
        inference.lattice().flow(argument, given);
      }
      return;
    }
    if (named.arguments().size() == 1
        && named.arguments().getFirst() instanceof TypeExpression.Named(String element, var none)
        && isVariable(element)) {
      Cell into = bindings.get(element);
      if (into != null && mutates) {
        inference.lattice().flow(elementsOf(argument, version), into);
        return;
      }
      if (into == null && argument instanceof Type.ListType list) {
        bindings.put(element, list.element());
        return;
      }
      if (into == null && (name.equals("list") || name.equals("set"))) {
        Type elements = elementsOf(argument, version);
        inference.lattice().flow(elements, variable(element, bindings, node, version));
        return;
      }
    }
    if (named.equals(PAIRS)) {
      takePairs(elementsOf(argument, version), bindings, node, version);
      return;
    }
    if (named.equals(MAP) && mutates && ofReceiver.containsAll(Set.of("K", "V"))) {
      Cell keys = Objects.requireNonNull(bindings.get("K"));
      Cell values = Objects.requireNonNull(bindings.get("V"));
      takeEntries(argument, keys, values, version);
      return;
    }
    boolean scalar =
        switch (name) {
          case "integer", "float", "number", "boolean", "string", "byte", "atom", "nil", "range" ->
              true;
          default -> false;
        };
    if (!scalar && !reads) {
      inference.lattice().giveUp(argument);
    }
  }

  /// The cell of a type variable; one that nothing binds belongs to the node, as the new collection
  /// does.
  private static Cell variable(
      String name, Map<String, Cell> bindings, Node node, Version version) {
    return bindings.computeIfAbsent(name, n -> version.site(node, -name.charAt(0)));
  }

  private static boolean isVariable(String name) {
    return name.length() == 1 && Character.isUpperCase(name.charAt(0));
  }

  private Type elementsOf(Type collection, Version version) {
    Type result = NEVER;
    for (Type type : collection.alternatives()) {
      Type element =
          switch (type) {
            case Type.ListType list -> list.element().read(version);
            case Type.SetType set -> set.element().read(version);
            case Type.Basic basic when basic == RANGE -> INTEGER;
            default -> {
              inference.lattice().giveUp(type);
              yield ANY;
            }
          };
      result = inference.lattice().join(result, element);
    }
    return result;
  }

  private static boolean mentionsCallable(Type type) {
    return type == ANY || type == FUNCTION || type.mayBe(t -> t instanceof Type.CallableType);
  }

  /// The library calls the argument with what it offers; as many arguments as the function takes (L
  /// 7.4).
  private void callBack(
      List<TypeExpression.Callback> callbacks,
      Type argument,
      Map<String, Cell> bindings,
      Node node,
      Version version) {
    Type result = NEVER;
    for (Type type : argument.alternatives()) {
      if (!(type instanceof Type.CallableType callable)) {
        giveUpOffered(callbacks, bindings, node, version);
        result = ANY;
        continue;
      }
      for (var value : callable.callables()) {
        Code code = Types.code(value);
        int takes = code.function().maximumArity();
        TypeExpression.Callback callback = chosen(callbacks, takes);
        int offered = callback.parameters().size();
        int count = takes < 0 ? offered : Math.min(takes, offered);
        if (takes < 0 || count < code.function().minimumArity()) {
          inference.versions().escape(code);
          giveUpOffered(callbacks, bindings, node, version);
          result = ANY;
          continue;
        }
        List<@Nullable Type> given = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          given.add(offered(callback, i, bindings, node, version));
        }
        Version reached = inference.versions().open(code, count);
        inference.versions().flowArguments(reached, given);
        inference.settle(reached);
        result = inference.lattice().join(result, reached.result().read(version));
      }
    }
    TypeExpression expected = callbacks.getFirst().result();
    if (expected instanceof TypeExpression.Named(String name, var none) && isVariable(name)) {
      Cell cell = variable(name, bindings, node, version);
      inference.lattice().flow(result, cell);
    } else if (expected instanceof TypeExpression.Named(String name, var none)
        && name.equals("any")) {
      inference.lattice().giveUp(result);
    }
  }

  /// Code of which nothing is known gets what the library offers to a call-back.
  private void giveUpOffered(
      List<TypeExpression.Callback> callbacks,
      Map<String, Cell> bindings,
      Node node,
      Version version) {
    for (TypeExpression.Callback callback : callbacks) {
      for (int i = 0; i < callback.parameters().size(); i++) {
        inference.lattice().giveUp(offered(callback, i, bindings, node, version));
      }
    }
  }

  /// What a call-back gets for that parameter.
  private Type offered(
      TypeExpression.Callback callback,
      int index,
      Map<String, Cell> bindings,
      Node node,
      Version version) {
    TypeExpression parameter = callback.parameters().get(index);
    if (hides(parameter)) {
      giveUpContents(bindings, version);
    }
    return instantiate(parameter, bindings, node, version, 10 + index);
  }

  /// The number of parameters decides the role of a function (L 19.1 (5)).
  private static TypeExpression.Callback chosen(
      List<TypeExpression.Callback> callbacks, int parameters) {
    for (TypeExpression.Callback callback : callbacks) {
      if (callback.parameters().size() == parameters) {
        return callback;
      }
    }
    return callbacks.getFirst();
  }

  /// A type of the library with its variables replaced. New collections get the cell of the node
  /// (`slot` tells several apart); those of a variable share the variable's cell, because they may
  /// be the same collection.
  private Type instantiate(
      TypeExpression expression, Map<String, Cell> bindings, Node node, Version version, int slot) {
    return switch (expression) {
      case TypeExpression.OrNil orNil ->
          inference.lattice().join(instantiate(orNil.type(), bindings, node, version, slot), NIL);
      case TypeExpression.Either either -> {
        Type result = NEVER;
        for (TypeExpression type : either.types()) {
          result =
              inference.lattice().join(result, instantiate(type, bindings, node, version, slot));
        }
        yield result;
      }
      case TypeExpression.Callback ignored -> FUNCTION;
      case TypeExpression.Named named -> named(named, bindings, node, version, slot);
    };
  }

  private Type named(
      TypeExpression.Named named,
      Map<String, Cell> bindings,
      Node node,
      Version version,
      int slot) {
    if (isVariable(named.name())) {
      Cell cell = bindings.get(named.name());
      return cell == null ? ANY : cell.read(version);
    }
    return switch (named.name()) {
      case "any" -> ANY;
      case "nil" -> NIL;
      case "never" -> NEVER;
      case "integer" -> INTEGER;
      case "float" -> FLOAT;
      case "number" -> number(named, bindings, version);
      case "boolean" -> BOOLEAN;
      case "string" -> STRING;
      case "byte" -> BYTE;
      case "atom" -> ATOM;
      case "range" -> RANGE;
      case "error" -> ERROR;
      case "function" -> FUNCTION;
      case "option", "result", "variant" -> OPTION;
      case "bytes" -> new Type.ListType(cell("byte", bindings, node, version, slot));
      case "list" -> new Type.ListType(argument(named, 0, bindings, node, version, slot));
      case "set" -> new Type.SetType(argument(named, 0, bindings, node, version, slot));
      case "map", "object" ->
          new Type.MapType(
              argument(named, 0, bindings, node, version, slot),
              argument(named, 1, bindings, node, version, slot));
      case "tuple" -> {
        if (named.arguments().isEmpty()) {
          yield ANY;
        }
        List<Type> elements = new ArrayList<>();
        for (TypeExpression element : named.arguments()) {
          elements.add(instantiate(element, bindings, node, version, slot + 1));
        }
        yield inference.lattice().tuple(elements);
      }
      default -> new Type.LibraryType(named.name());
    };
  }

  /// `number<T>` is an integer when all T are.
  private Type number(TypeExpression.Named named, Map<String, Cell> bindings, Version version) {
    if (named.arguments().equals(List.of(new TypeExpression.Named("T", List.of())))) {
      Cell cell = bindings.get("T");
      Type element = cell == null ? ANY : cell.read(version);
      if (element == NEVER || element == INTEGER) return INTEGER;
    }
    return inference.lattice().join(INTEGER, FLOAT);
  }

  private Cell cell(String type, Map<String, Cell> bindings, Node node, Version version, int slot) {
    return argument(
        new TypeExpression.Named("list", List.of(new TypeExpression.Named(type, List.of()))),
        0,
        bindings,
        node,
        version,
        slot);
  }

  private Cell argument(
      TypeExpression.Named named,
      int index,
      Map<String, Cell> bindings,
      Node node,
      Version version,
      int slot) {
    TypeExpression expression =
        index < named.arguments().size()
            ? named.arguments().get(index)
            : new TypeExpression.Named("any", List.of());
    if (expression instanceof TypeExpression.Named(String name, var none) && isVariable(name)) {
      return variable(name, bindings, node, version);
    }
    int inner = 4 * slot + index + 1;
    Cell cell = version.site(node, inner);
    Type type = instantiate(expression, bindings, node, version, inner);
    inference.lattice().flow(type, cell);
    return cell;
  }
}
