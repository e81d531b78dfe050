package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.LibraryFunction;
import ruchy.runtime.value.EnumType;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.GrowingText;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;
import ruchy.runtime.value.Wrapper;

/// `o.name`, `o.name = v` and `o.name(args)` on values of unknown kind (L 8.3, 8.4).
public final class Members {
  private static final @Nullable Object[] NO_ARGUMENTS = {};

  private static final String ENTRY = "entry";

  /// How the names begin that the compiler gives to `map.entry(k)` and the call that follows it.
  private static final String OF_ENTRY = ENTRY + "#";

  private Members() {}

  // Reading.

  /// `target.name`.
  public static @Nullable Object get(@Nullable Object target, String name) {
    if (target instanceof MapValue map) {
      return map.field(name);
    }
    if (target instanceof InstanceValue instance) {
      return getOfInstance(instance, name);
    }
    if (target instanceof LibraryObject object) {
      return getOfLibrary(object, name);
    }
    return getOfKind(target, name);
  }

  private static @Nullable Object getOfInstance(InstanceValue instance, String name) {
    if (!instance.has(name)) {
      int arity = instance.methodArity(name);
      if (arity >= 0) {
        return new BoundMethod(instance, name, arity);
      }
      arity = Kinds.arity(instance, name);
      if (arity >= 0) {
        return new BoundMethod(instance, name, arity);
      }
    }
    return instance.get(name);
  }

  private static @Nullable Object getOfLibrary(LibraryObject object, String name) {
    Object added = object.addedMember(name);
    if (added != null) {
      return added;
    }
    Object value = Kinds.read(object, name);
    if (value != Dispatcher.ABSENT) {
      return value;
    }
    int arity = Kinds.arity(object, name);
    if (arity >= 0 && !(object instanceof Wrapper cell && !Kinds.isOwnMethod(cell, name, 0))) {
      return new BoundMethod(object, name, arity);
    }
    if (object.isOpen()) {
      return null;
    }
    if (object instanceof Wrapper wrapper) {
      return get(wrapper.content(), name);
    }
    throw Failure.noField(name);
  }

  private static @Nullable Object getOfKind(@Nullable Object target, String name) {
    if (target instanceof VariantValue variant && variant.has(name)) {
      return variant.field(name);
    }
    if (target instanceof TupleValue tuple && isPosition(name)) {
      return tuple.get(Long.parseLong(name));
    }
    if (target instanceof ErrorValue error) {
      Object value = error.field(name);
      if (value != null) {
        return value;
      }
    }
    Object value = Kinds.read(target, name);
    if (value != Dispatcher.ABSENT) {
      return value;
    }
    int arity = target instanceof VariantValue variant ? variant.type().methodArity(name) : -1;
    if (arity < 0 && target != null) {
      arity = Kinds.arity(target, name);
    }
    if (arity >= 0) {
      return new BoundMethod(target, name, arity);
    }
    if (target instanceof VariantValue || target instanceof ErrorValue) {
      throw Failure.noField(name);
    }
    throw Failure.typeError("Cannot access field '" + name + "' on type " + Kind.name(target));
  }

  private static boolean isPosition(String name) {
    return name.length() < 10 && !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
  }

  // Writing.

  /// `target.name = value`.
  public static void set(@Nullable Object target, String name, @Nullable Object value) {
    if (target instanceof MapValue map) {
      map.setField(name, value);
    } else if (target instanceof InstanceValue instance) {
      instance.set(name, value);
    } else if (target instanceof Wrapper wrapper) {
      set(wrapper.content(), name, value);
    } else if (target instanceof LibraryObject object) {
      if (!Kinds.write(object, name, value) && !object.addMember(name, value)) {
        throw Failure.noField(name);
      }
    } else {
      throw Failure.typeError("Cannot set field '" + name + "' on type " + Kind.name(target));
    }
  }

  /// What a member holds that may be appended to in place (see `GrowingText`); raises as `get`.
  public static @Nullable Object held(@Nullable Object target, String name) {
    if (target instanceof MapValue map) {
      Object held = map.held(name);
      return held != null ? held : map.field(name);
    }
    return seen(target, name);
  }

  /// The same for who appends nothing to it.
  public static @Nullable Object seen(@Nullable Object target, String name) {
    if (target instanceof MapValue map) {
      Object seen = map.seen(name);
      return seen != null ? seen : map.field(name);
    }
    return target instanceof InstanceValue instance && instance.has(name)
        ? instance.held(name)
        : get(target, name);
  }

  /// What a member that held `before` holds now, after code of the program ran: only asked where
  /// text grows, because reading may run a getter (L 9.2). Null where nothing is any more.
  public static @Nullable Object again(
      @Nullable Object target, String name, @Nullable Object before) {
    if (!(before instanceof GrowingText)) {
      return before;
    }
    return target instanceof MapValue map ? map.held(name) : held(target, name);
  }

  /// `place.len()` of a place that holds that, or another method of the same meaning for text, or
  /// `is_empty`.
  public static @Nullable Object measure(@Nullable Object held, String method) {
    if (!(held instanceof GrowingText growing)) {
      return invoke(held, method);
    }
    return method.equals("is_empty") ? (Object) growing.isEmpty() : (Object) growing.byteLength();
  }

  /// Gives a member what it holds from now on: `held` belongs to that place alone. Raises as `set`.
  public static void hold(@Nullable Object target, String name, @Nullable Object held) {
    if (target instanceof MapValue map) {
      map.hold(name, held);
    } else if (target instanceof InstanceValue instance) {
      instance.hold(name, held);
    } else {
      set(target, name, GrowingText.value(held));
    }
  }

  // Calling.

  public static @Nullable Object invoke(@Nullable Object target, String name) {
    return invokeAll(target, name, NO_ARGUMENTS);
  }

  public static @Nullable Object invoke(
      @Nullable Object target, String name, @Nullable Object first) {
    return invokeAll(target, name, new @Nullable Object[] {first});
  }

  public static @Nullable Object invoke(
      @Nullable Object target, String name, @Nullable Object first, @Nullable Object second) {
    return invokeAll(target, name, new @Nullable Object[] {first, second});
  }

  public static @Nullable Object invoke(
      @Nullable Object target,
      String name,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third) {
    return invokeAll(target, name, new @Nullable Object[] {first, second, third});
  }

  /// `target.name(args)`. Looks for a user method, a field that holds a callable, a method of the
  /// kind, and the universal and lenient methods, in this order; for maps the field comes first.
  public static @Nullable Object invokeAll(
      @Nullable Object target, String name, @Nullable Object[] args) {
    if (target instanceof MapValue map) {
      if (map.get(name) instanceof FunctionValue function) {
        return function.callAll(args);
      }
      if (name.startsWith(OF_ENTRY) && map.get(ENTRY) instanceof FunctionValue function) {
        Object found = function.call(args[0]);
        return invoke(found, name.substring(OF_ENTRY.length()), args[1]);
      }
    } else if (target instanceof Wrapper wrapper
        && !Kinds.isOwnMethod(wrapper, name, args.length)) {
      return invokeAll(wrapper.content(), name, args);
    } else if (target instanceof LibraryObject object) {
      if (object.addedMember(name) instanceof FunctionValue function) {
        return function.callAll(args);
      }
    }
    return invokeMethod(target, name, args);
  }

  /// `target.name(args, n: v)` (L 5.8): a method, field or key of the program gets the arguments by
  /// the names of its parameters, a method of the library gets the named ones in a map behind the
  /// others.
  public static @Nullable Object invokeNamed(
      @Nullable Object target, String name, @Nullable Object[] args, MapValue named) {
    if (target instanceof Wrapper wrapper && !Kinds.isOwnMethod(wrapper, name, args.length + 1)) {
      return invokeNamed(wrapper.content(), name, args, named);
    }
    FunctionValue function = ofProgram(target, name);
    return function == null
        ? invokeMethod(target, name, NamedArguments.behind(args, named))
        : NamedArguments.call(function, args, named);
  }

  /// Whether `target.name(args)` with so many arguments calls what the program gave the value: a
  /// method of its type, or a callable that it keeps under that name.
  public static boolean answers(@Nullable Object target, String name, int count) {
    return target instanceof Wrapper wrapper && !Kinds.isOwnMethod(wrapper, name, count)
        ? answers(wrapper.content(), name, count)
        : ofProgram(target, name) != null;
  }

  /// The method of that name, field or key with a callable, that the program gave the value.
  private static @Nullable FunctionValue ofProgram(@Nullable Object target, String name) {
    int arity =
        switch (target) {
          case InstanceValue instance -> instance.methodArity(name);
          case VariantValue variant -> variant.type().methodArity(name);
          case null, default -> -1;
        };
    if (arity >= 0) {
      return new BoundMethod(target, name, arity);
    }
    Object held =
        switch (target) {
          case MapValue map -> map.get(name);
          case InstanceValue instance when instance.has(name) -> instance.get(name);
          case VariantValue variant when variant.has(name) -> variant.field(name);
          case LibraryObject object -> object.addedMember(name);
          case null, default -> null;
        };
    return held instanceof FunctionValue function ? function : null;
  }

  /// As `invokeAll`, but does not look for callables among the keys of maps and the added members
  /// of library objects: for bound methods that a program has replaced.
  static @Nullable Object invokeMethod(
      @Nullable Object target, String name, @Nullable Object[] args) {
    if (target instanceof InstanceValue instance) {
      Object result = instance.invoke(name, args);
      if (result != InstanceValue.UNDEFINED) {
        return result;
      }
      if (instance.has(name) && instance.get(name) instanceof FunctionValue function) {
        return function.callAll(args);
      }
    } else if (target instanceof VariantValue variant) {
      Object result = variant.type().invoke(variant, name, args);
      if (result != EnumType.NO_METHOD) {
        return result;
      }
      if (variant.has(name) && variant.field(name) instanceof FunctionValue function) {
        return function.callAll(args);
      }
    }
    Object result = Kinds.invoke(target, name, args);
    return result == Dispatcher.ABSENT ? shownMethod(target, name, args) : result;
  }

  /// A method that only the compiler calls, of a value that has none of that name: the program has
  /// written another one.
  private static @Nullable Object shownMethod(
      @Nullable Object target, String name, @Nullable Object[] args) {
    FunctionValue own =
        LibraryFunction.isOfCompiler(name) ? ofProgram(target, LibraryFunction.shown(name)) : null;
    if (own == null) {
      throw unknownMethod(target, name);
    }
    return own.callAll(TextFold.written(args));
  }

  /// The TypeError of L 8.4 for a method that a value does not have.
  public static Failure unknownMethod(@Nullable Object target, String name) {
    String shown = LibraryFunction.shown(name);
    return Failure.typeError(
        target instanceof MapValue
            ? "Object has no method named '" + shown + "'"
            : "Unknown method '" + shown + "' on type " + Kind.described(target));
  }
}
