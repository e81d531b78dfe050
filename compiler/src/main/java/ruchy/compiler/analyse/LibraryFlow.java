package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.TypeExpression;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Callable;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Where values go at calls of the library, by the declared types of its functions: what comes out
/// is new, or an element of the receiver, or was passed in. An argument that is only read goes
/// nowhere. Where a declaration says no more than `any`, everything that is `any` in it is one.
final class LibraryFlow {
  /// The rooms whose functions run call-backs before they return, in the task of the caller. Those
  /// of all others keep them: handlers, timers, tasks.
  private static final Set<String> CALLING_BACK_AT_ONCE =
      Set.of(
          "member",
          "operator",
          "value",
          "call",
          "system",
          "math",
          "regex",
          "json",
          "random",
          "sync",
          "env",
          "log");

  /// The rooms whose objects hand on to any task what any task has put in.
  private static final Set<String> HANDING_ON = Set.of("task", "sync", "actor");

  /// Functions that yield their receiver itself (see `ListMembers`).
  private static final Set<String> ITSELF =
      Set.of("iter_mut", "collect", "copied", "cloned", "as_slice", "by_ref");

  /// Functions of collections that do not look into the elements.
  private static final Set<String> SHALLOW =
      Set.of(
          "len",
          "length",
          "size",
          "count",
          "is_empty",
          "push",
          "push_back",
          "push_front",
          "pop",
          "pop_back",
          "pop_front",
          "shift",
          "unshift",
          "append",
          "prepend",
          "first",
          "last",
          "head",
          "front",
          "back",
          "get",
          "get_mut",
          "set",
          "put",
          "insert",
          "remove_first",
          "remove_last",
          "clear",
          "keys",
          "values",
          "values_mut",
          "entries",
          "items",
          "entry",
          "has_key",
          "has",
          "contains_key",
          "each",
          "for_each",
          "map",
          "filter",
          "reject",
          "find",
          "any",
          "all",
          "some",
          "every",
          "none",
          "iter",
          "iter_mut",
          "into_iter",
          "enumerate",
          "take",
          "skip",
          "slice",
          "rev",
          "reverse",
          "reversed",
          "unwrap",
          "fold",
          "reduce",
          "next",
          "peek",
          "tail",
          "or_insert",
          "or_insert_with",
          "get_or_insert",
          "is_some",
          "is_none",
          "is_ok",
          "is_err",
          "find_index",
          "position",
          "each_with_index",
          "flat_map",
          "filter_map",
          "find_map",
          "sort_by_key",
          "retain",
          "drain",
          "extend",
          "is_function",
          "type_of");

  private final Library library;
  private final Regions regions;
  private final Events events;
  private final IdentityHashMap<LibraryFunction, Signature> signatures = new IdentityHashMap<>();
  private final Map<String, Boolean> storing = new HashMap<>();

  private record Signature(
      List<TypeExpression> parameters, TypeExpression result, boolean mentionsAny) {}

  LibraryFlow(Library library, Regions regions, Events events) {
    this.library = library;
    this.regions = regions;
    this.events = events;
  }

  private Signature signature(LibraryFunction function) {
    return signatures.computeIfAbsent(
        function,
        f -> {
          List<TypeExpression> parameters = new ArrayList<>();
          f.parameterTypes().forEach(text -> parameters.add(TypeExpression.parse(text)));
          TypeExpression result = TypeExpression.parse(f.resultType());
          boolean mentionsAny = isAnyIn(result);
          for (int i = 0; i < parameters.size(); i++) {
            for (TypeExpression.Callback callback : TypeExpression.callbacks(parameters.get(i))) {
              for (TypeExpression parameter : callback.parameters()) {
                mentionsAny |= isAnyIn(parameter);
              }
            }
            boolean isRead = f.readParameters().contains(i);
            mentionsAny |= !isRead && isStored(parameters.get(i)) && storesAny(f);
          }
          return new Signature(parameters, result, mentionsAny);
        });
  }

  private static boolean storesAny(LibraryFunction function) {
    return function.mutates() || HANDING_ON.contains(function.room());
  }

  private static boolean isAnyIn(TypeExpression type) {
    return switch (type) {
      case TypeExpression.Named(String name, var arguments) ->
          name.equals("any")
              || name.equals("function")
              || isCollection(name) && arguments.isEmpty() && !name.equals("tuple")
              || arguments.stream().anyMatch(LibraryFlow::isAnyIn);
      case TypeExpression.OrNil(var inner) -> isAnyIn(inner);
      case TypeExpression.Either(var types) -> types.stream().anyMatch(LibraryFlow::isAnyIn);
      case TypeExpression.Callback _ -> false;
    };
  }

  private static boolean isStored(TypeExpression type) {
    return isAnyIn(type) || TypeExpression.callbacks(type).isEmpty() && isVariableIn(type);
  }

  private static boolean isVariableIn(TypeExpression type) {
    return switch (type) {
      case TypeExpression.Named(String name, var arguments) ->
          isVariable(name) || arguments.stream().anyMatch(LibraryFlow::isVariableIn);
      case TypeExpression.OrNil(var inner) -> isVariableIn(inner);
      case TypeExpression.Either(var types) -> types.stream().anyMatch(LibraryFlow::isVariableIn);
      case TypeExpression.Callback _ -> false;
    };
  }

  private static boolean isVariable(String name) {
    return name.length() == 1 && Character.isUpperCase(name.charAt(0));
  }

  private static boolean isCollection(String name) {
    return switch (name) {
      case "list", "set", "map", "object", "tuple", "option", "result", "variant" -> true;
      default -> false;
    };
  }

  /// A call with these arguments; the receiver is null for functions.
  void call(
      LibraryFunction function,
      @Nullable Node receiver,
      List<Node.Element> arguments,
      Node node,
      Version version) {
    var call = new Call(function, receiver, node, version);
    for (int i = 0; i < arguments.size(); i++) {
      Node.Element element = arguments.get(i);
      Region region = regions.of(version, element.value());
      if (element.spread()) {
        events.use(region, version, element.value());
        region = regions.allElements(region);
        // It may be any argument from here on.
        for (int at = i; at < call.signature.parameters().size(); at++) {
          call.argument(at, region, element.value());
        }
      } else {
        call.argument(i, region, element.value());
      }
    }
    call.end();
  }

  /// The function as a value, whose arguments and result are those of calls of the region.
  void asValue(LibraryFunction function, Region region, Node node, Version version) {
    var call = new Call(function, null, node, version);
    for (int i = 0; i < call.signature.parameters().size(); i++) {
      call.argument(i, region.parameter(i), node);
    }
    call.flow(region.result(), call.signature.result());
  }

  /// Whether objects of the library type keep what is passed to them.
  private boolean keepsValues(LibraryFunction function) {
    return HANDING_ON.contains(function.room())
        || storing.computeIfAbsent(function.owner(), this::hasStoringMember);
  }

  private boolean hasStoringMember(String owner) {
    for (String name : library.names(owner)) {
      for (LibraryFunction member : library.functions(owner, name)) {
        boolean isMember =
            member.kind() == LibraryFunction.Kind.METHOD
                || member.kind() == LibraryFunction.Kind.WRITE;
        for (int i = 0; isMember && i < member.parameterCount(); i++) {
          TypeExpression type = TypeExpression.parse(member.parameterTypes().get(i));
          boolean keeps = TypeExpression.callbacks(type).isEmpty() && isAnyIn(type);
          if (keeps && !member.readParameters().contains(i)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// One call of one function.
  private final class Call {
    private final LibraryFunction function;
    private final Signature signature;
    private final @Nullable Region receiver;
    private final boolean isOnLibraryObject;
    private final boolean keepsValues;
    private final Node node;
    private final Version version;
    private final @Nullable Region own;
    private final Map<String, Region> variables = new HashMap<>();
    private @Nullable Region firstArgument;

    Call(LibraryFunction function, @Nullable Node target, Node node, Version version) {
      this.function = function;
      this.signature = signature(function);
      this.node = node;
      this.version = version;
      this.own = regions.of(version, node);
      this.receiver = target == null ? null : regions.of(version, target);
      this.isOnLibraryObject = receiver != null && function.owner().contains("::");
      this.keepsValues = isOnLibraryObject && LibraryFlow.this.keepsValues(function);
    }

    private boolean callsBackAtOnce() {
      return CALLING_BACK_AT_ONCE.contains(function.room());
    }

    void argument(int index, @Nullable Region argument, Node value) {
      int last = signature.parameters().size() - 1;
      int position = Math.min(index, last);
      if (argument == null || position < 0) {
        return;
      }
      if (index == 0) {
        firstArgument = argument;
      }
      TypeExpression type = signature.parameters().get(position);
      boolean isRead = function.readParameters().contains(position);
      List<TypeExpression.Callback> callbacks = TypeExpression.callbacks(type);
      if (callbacks.isEmpty()) {
        look(argument, value);
      }
      if (isRead) {
        return;
      }
      if (!callbacks.isEmpty()) {
        callBack(argument, callbacks, value);
      } else if (!callsBackAtOnce() && isAnyIn(type)) {
        events.leave(
            argument,
            Events.Leave.Kind.FUNCTIONS_AMONG,
            version,
            value,
            "`" + function.name() + "` keeps a function that uses it");
      }
      if (callbacks.isEmpty() && (isVariableIn(type) || signature.mentionsAny())) {
        flow(argument, type);
      }
    }

    /// The library looks at the value.
    private void look(Region region, Node place) {
      if (SHALLOW.contains(function.name()) && function.room().equals("member")) {
        events.use(region, version, place);
      } else {
        events.useDeeply(region, version, place);
      }
    }

    void end() {
      if (receiver != null && !isOnLibraryObject) {
        look(receiver, node);
      }
      if (function.mutates()) {
        Region changed = receiver == null ? firstArgument : receiver;
        events.change(changed, version, node);
        if (!function.resultType().equals("nil") && function.resultType().contains("list<T>")) {
          regions.unify(own, changed);
        }
      }
      if (function.room().equals("sync") && receiver != null) {
        events.use(receiver, version, node); // a cell is the region of its content
      }
      if (function.owner().equals("function") && receiver != null) {
        callable(receiver);
      }
      if (own == null) {
        return;
      }
      if (receiver != null && ITSELF.contains(function.name())) {
        regions.unify(own, receiver);
      }
      if (function.resultType().equals("self")) {
        copy();
      } else if (isOnLibraryObject && receiver != null && !keepsValues) {
        // What such an object gives is its own (`req.params`) or new with each call (`req.json()`).
        boolean isProperty = function.kind() == LibraryFunction.Kind.READ;
        flow(isProperty ? receiver.field(function.name()) : own, signature.result());
        regions.unify(isProperty ? own : null, receiver.field(function.name()));
      } else {
        flow(own, signature.result());
      }
      if (function.room().equals("sync") && function.kind() == LibraryFunction.Kind.ASSOCIATED) {
        own.add("sync::Cell", regions.queue);
        own.add("sync::Atomic", regions.queue);
      }
    }

    /// `f.call(..)`, `f.apply(..)`, `f.compose(g)`.
    private void callable(Region callee) {
      regions.unify(own, callee.result());
      callee.mergeArguments(regions.queue);
      Region given = callee.parameter(0);
      Region argument = firstArgument;
      if (argument != null) {
        regions.unify(given, argument);
        regions.unify(given, argument.elements());
        regions.unify(own, argument);
        regions.unify(given, argument.result());
      }
      if (function.name().equals("compose")) {
        regions.unify(own, callee);
        regions.unify(given, callee.result());
      }
      if (argument != null) {
        events.calls.add(new Events.Call(argument, version, node));
      }
      events.calls.add(new Events.Call(callee, version, node));
    }

    /// `x.clone()`: nested collections are copied too, class instances within them are not.
    private void copy() {
      for (Type type : version.typeOf(node).alternatives()) {
        switch (type) {
          case Type.ListType _, Type.SetType _ ->
              regions.unify(regions.elements(own), regions.elements(receiver));
          case Type.MapType _ ->
              regions.unify(regions.allElements(own), regions.allElements(receiver));
          case Type.ObjectType(var layout) -> {
            if (layout.isExtended() || layout.isDynamic()) {
              regions.unify(regions.allElements(own), regions.allElements(receiver));
            } else {
              for (String key : layout.keys()) {
                regions.unify(regions.field(own, key), regions.field(receiver, key));
              }
            }
          }
          case Type.InstanceType(UserType user) when user.form() != UserType.Form.ENUM -> {
            for (UserType.Field field : user.fields()) {
              regions.unify(
                  regions.field(own, field.name()), regions.field(receiver, field.name()));
            }
            if (own != null) own.add(user, regions.queue);
          }
          case Type.Basic _,
              Type.TupleType _,
              Type.CallableType _,
              Type.InstanceType _,
              Type.LibraryType _,
              Type.Union _ ->
              regions.unify(own, receiver);
        }
      }
    }

    // ---- call-backs

    private void callBack(Region callee, List<TypeExpression.Callback> callbacks, Node argument) {
      if (callsBackAtOnce()) {
        events.calls.add(new Events.Call(callee, version, node));
      } else {
        events.leave(
            callee,
            Events.Leave.Kind.HANDLER,
            version,
            argument,
            "`" + function.name() + "` keeps a function that uses it");
      }
      for (TypeExpression.Callback callback : fitting(callbacks, argument)) {
        for (int i = 0; i < callback.parameters().size(); i++) {
          offered(callee.parameter(i), callback.parameters().get(i), argument);
        }
        boolean isUsed =
            isVariableIn(callback.result())
                || signature.mentionsAny() && isAnyIn(callback.result());
        if (isUsed) {
          flow(callee.result(), callback.result());
        }
      }
    }

    /// What the library passes to a call-back.
    private void offered(Region parameter, TypeExpression type, Node argument) {
      if (type instanceof TypeExpression.Named(String name, _) && name.contains("::")) {
        parameter.add(name, regions.queue);
        if (receiver != null) {
          regions.unify(parameter, receiver.handed(name));
        }
        return;
      }
      if (function.room().equals("http") && isAnyIn(type)) {
        regions.unify(parameter, regions.thrown()); // the error, for an error handler
        return;
      }
      flow(parameter, type);
      if (!callsBackAtOnce() && (isAnyIn(type) || isVariableIn(type))) {
        Region given = firstArgument;
        if (given != null) {
          regions.unify(parameter, given.elements());
          events.leave(
              parameter,
              Events.Leave.Kind.VALUES,
              version,
              argument,
              "`" + function.name() + "` passes it to another task");
        }
      }
    }

    /// The number of parameters of a function decides which call-back it is.
    private List<TypeExpression.Callback> fitting(
        List<TypeExpression.Callback> callbacks, Node argument) {
      if (callbacks.size() == 1) {
        return callbacks;
      }
      List<TypeExpression.Callback> fitting = new ArrayList<>();
      for (Type type : version.typeOf(argument).alternatives()) {
        if (!(type instanceof Type.CallableType(Set<Callable> callables))) {
          return callbacks;
        }
        for (Callable callable : callables) {
          int takes = Types.code(callable).function().parameters().size();
          TypeExpression.Callback chosen = callbacks.getFirst();
          for (TypeExpression.Callback callback : callbacks) {
            if (callback.parameters().size() == takes) {
              chosen = callback;
              break;
            }
          }
          fitting.add(chosen);
        }
      }
      return fitting;
    }

    // ---- types

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
      if (isVariable(type.name())) {
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
        if (arguments.get(i) instanceof TypeExpression.Named(String name, _)
            && name.contains("::")) {
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
                  default -> from.elements();
                };
        variables.put(name, known);
      }
      return known;
    }

    /// The methods of options work on other values too (L 9.5).
    private Region payloadOrItself(Region value) {
      boolean isOption =
          node instanceof Node.CallMethod call
              && version.typeOf(call.target()) == Type.Basic.OPTION;
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
      if (from != null && isOnLibraryObject && !function.room().equals("sync")) {
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
}
