package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.TypeExpression;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Callable;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;

/// One call of one library function: what it looks at, changes, keeps and calls back.
final class LibraryCall {
  private final LibraryFunction function;
  private final LibrarySignature signature;
  private final TypeFlow types;
  private final Node node;
  private final Version version;
  private final Regions regions;
  private final Events events;
  private final @Nullable Region receiver;
  private final boolean isOnLibraryObject;
  private final @Nullable Region own;
  private @Nullable Region firstArgument;

  LibraryCall(
      LibraryFunction function,
      LibrarySignature signature,
      TypeFlow types,
      @Nullable Region result,
      Node node,
      Version version,
      Regions regions,
      Events events) {
    this.function = function;
    this.signature = signature;
    this.types = types;
    this.node = node;
    this.version = version;
    this.regions = regions;
    this.events = events;
    this.receiver = types.receiver();
    this.isOnLibraryObject = types.isOnLibraryObject();
    this.own = result;
  }

  LibrarySignature signature() {
    return signature;
  }

  TypeFlow types() {
    return types;
  }

  private boolean callsBackAtOnce() {
    return function.flows().contains(Flow.CALLS_AT_ONCE);
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
    } else if (LibrarySignature.isAnyIn(type)) {
      functionsAmong(argument, value);
    }
    if (callbacks.isEmpty() && (LibrarySignature.isVariableIn(type) || signature.mentionsAny())) {
      types.flow(argument, type);
    }
  }

  /// Where any value is taken there may be functions in it, or within it.
  private void functionsAmong(Region argument, Node value) {
    if (callsBackAtOnce()) {
      argument.add(Region.CALLED, regions.queue);
      events.calls.add(new Events.Call(argument, version, node));
      return;
    }
    events.leave(
        argument,
        Events.Leave.Kind.FUNCTIONS_AMONG,
        version,
        value,
        "`" + function.name() + "` keeps a function that uses it");
  }

  /// The library looks at the value.
  private void look(Region region, Node place) {
    if (function.flows().contains(Flow.LOOKS_SHALLOWLY)) {
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
    if (function.flows().contains(Flow.HOLDS_VALUE) && receiver != null) {
      events.use(receiver, version, node); // a cell is the region of its content
    }
    if (function.flows().contains(Flow.CALLS_RECEIVER) && receiver != null) {
      callable(receiver);
    }
    result();
  }

  /// As `end`, for a method taken as a value: who calls it calls what it brings along.
  void endBound(Region value) {
    if (function.flows().contains(Flow.CALLS_RECEIVER) && receiver != null) {
      callable(receiver);
      regions.unify(value, receiver);
    }
    result();
  }

  /// Where the result comes from.
  private void result() {
    if (own == null) {
      return;
    }
    if (mayYieldReceiver()) {
      regions.unify(own, receiver);
    }
    if (function.flows().contains(Flow.YIELDS_COMMON)) {
      events.leave(
          own,
          Events.Leave.Kind.VALUES,
          version,
          node,
          "others get the same from `" + function.name() + "`");
    }
    if (function.resultType().equals("self")) {
      copy();
    } else if (isOnLibraryObject && receiver != null && !types.keepsValues()) {
      // What such an object gives is its own (`req.params`) or new with each call (`req.json()`).
      boolean isProperty = function.kind() == LibraryFunction.Kind.READ;
      types.flow(isProperty ? receiver.field(function.name()) : own, signature.result());
      regions.unify(isProperty ? own : null, receiver.field(function.name()));
    } else {
      types.flow(own, signature.result());
    }
  }

  private boolean mayYieldReceiver() {
    return receiver != null
        && !isOnLibraryObject
        && signature.yieldsCollection()
        && !function.flows().contains(Flow.YIELDS_NEW);
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
    if (function.resultType().equals("function")) {
      regions.unify(own, callee);
      regions.unify(given, callee.result());
    }
    if (argument != null) {
      argument.add(Region.CALLED, regions.queue);
      events.calls.add(new Events.Call(argument, version, node));
    }
    callee.add(Region.CALLED, regions.queue);
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
            regions.unify(regions.field(own, field.name()), regions.field(receiver, field.name()));
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
    callee.add(Region.CALLED, regions.queue);
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
    if (isOfLibrary(argument)) {
      return;
    }
    for (TypeExpression.Callback callback : fitting(callbacks, argument)) {
      for (int i = 0; i < callback.parameters().size(); i++) {
        offered(callee.parameter(i), callback.parameters().get(i), argument);
      }
      boolean isUsed =
          LibrarySignature.isVariableIn(callback.result())
              || signature.mentionsAny() && LibrarySignature.isAnyIn(callback.result());
      if (isUsed) {
        types.flow(callee.result(), callback.result());
      }
    }
  }

  /// Whether the function is one that the library has made: it passes nothing on to the program but
  /// what the call that made it says.
  private boolean isOfLibrary(Node argument) {
    return version.targetOf(argument) instanceof Target.OfLibrary(LibraryFunction maker)
        && maker.resultType().equals("function")
        && maker.flows().contains(Flow.YIELDS_NEW);
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
    if (function.flows().contains(Flow.PASSES_ERRORS) && LibrarySignature.isAnyIn(type)) {
      regions.unify(parameter, regions.thrown());
      return;
    }
    types.flow(parameter, type);
    if (!callsBackAtOnce()
        && (LibrarySignature.isAnyIn(type) || LibrarySignature.isVariableIn(type))) {
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
}
