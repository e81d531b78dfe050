package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Atom;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.Orders;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;
import ruchy.runtime.value.Wrapper;

/// The library members of a value by its kind: first those of the kind itself, then those of the
/// wider kind (an integer is a number, a range has the methods of lists, an error those of its
/// message), then those that every value has, then the lenient ones of Option and Result (L 8.4,
/// 9.5).
final class Kinds {
  private static final int STRING = 0;
  private static final int INTEGER = 1;
  private static final int FLOAT = 2;
  private static final int BOOLEAN = 3;
  private static final int BYTE = 4;
  private static final int LIST = 5;
  private static final int MAP = 6;
  private static final int SET = 7;
  private static final int TUPLE = 8;
  private static final int RANGE = 9;
  private static final int FUNCTION = 10;
  private static final int OPTION = 11;
  private static final int RESULT = 12;
  private static final int ERROR = 13;
  private static final int ATOM = 14;
  private static final int NUMBER = 15;
  private static final int ANY = 16;
  private static final int ORDERING = 17;
  private static final int NONE = -1;

  private static final String[] NAMES = {
    "kind string",
    "kind integer",
    "kind float",
    "kind boolean",
    "kind byte",
    "kind list",
    "kind map",
    "kind set",
    "kind tuple",
    "kind range",
    "kind function",
    "kind option",
    "kind result",
    "kind error",
    "kind atom",
    "kind number",
    "kind any",
    "kind ordering"
  };

  /// Each is looked up once; two threads at the same time find the same.
  private static final @Nullable Dispatcher[] DISPATCHERS = new @Nullable Dispatcher[NAMES.length];

  private Kinds() {}

  private static int kindOf(@Nullable Object value) {
    if (value instanceof String) {
      return STRING;
    } else if (value instanceof ListValue) {
      return LIST;
    } else if (value instanceof Long) {
      return INTEGER;
    } else if (value instanceof MapValue) {
      return MAP;
    } else if (value instanceof Double) {
      return FLOAT;
    } else if (value instanceof VariantValue variant) {
      if (variant.type() == Options.OPTION) {
        return OPTION;
      }
      return variant.type() == Options.RESULT
          ? RESULT
          : variant.type() == Orders.TYPE ? ORDERING : NONE;
    } else if (value instanceof Boolean) {
      return BOOLEAN;
    } else if (value instanceof TupleValue) {
      return TUPLE;
    } else if (value instanceof SetValue) {
      return SET;
    } else if (value instanceof RangeValue) {
      return RANGE;
    } else if (value instanceof FunctionValue) {
      return FUNCTION;
    } else if (value instanceof ErrorValue) {
      return ERROR;
    } else if (value instanceof ByteValue) {
      return BYTE;
    }
    return value instanceof Atom ? ATOM : NONE;
  }

  private static @Nullable Dispatcher dispatcher(int kind) {
    Dispatcher known = DISPATCHERS[kind];
    if (known == null) {
      known = Dispatchers.find(NAMES[kind]);
      DISPATCHERS[kind] = known;
    }
    return known;
  }

  private static @Nullable Dispatcher ofValue(@Nullable Object value) {
    if (value instanceof LibraryObject object) {
      return OfClass.dispatcher(object);
    }
    int kind = kindOf(value);
    return kind == NONE ? null : dispatcher(kind);
  }

  /// The kind whose members a value has beside its own, or NONE.
  private static int widerKind(@Nullable Object value) {
    if (value instanceof Long || value instanceof Double) {
      return NUMBER;
    }
    if (value instanceof ByteValue) {
      return INTEGER;
    }
    if (value instanceof VariantValue variant && variant.type() == Options.RESULT) {
      return OPTION;
    }
    if (value instanceof ErrorValue) {
      return STRING;
    }
    return value instanceof RangeValue ? LIST : NONE;
  }

  /// The value as a receiver of the members of its wider kind.
  private static @Nullable Object widened(@Nullable Object value) {
    if (value instanceof RangeValue range) {
      return range.toList();
    }
    if (value instanceof ErrorValue error) {
      return error.message();
    }
    return value instanceof ByteValue octet ? (Object) octet.value() : value;
  }

  static @Nullable Object invoke(@Nullable Object receiver, String name, @Nullable Object[] args) {
    Dispatcher own = ofValue(receiver);
    Object result = own == null ? Dispatcher.ABSENT : own.invoke(receiver, name, args);
    if (result != Dispatcher.ABSENT) {
      return result;
    }
    int wider = widerKind(receiver);
    if (wider != NONE) {
      Dispatcher dispatcher = dispatcher(wider);
      if (dispatcher != null && dispatcher.arity(name) >= 0) {
        return dispatcher.invoke(widened(receiver), name, args);
      }
      if (wider == INTEGER) {
        result = invoke(NUMBER, widened(receiver), name, args);
        if (result != Dispatcher.ABSENT) {
          return result;
        }
      }
    }
    result = invoke(ANY, receiver, name, args);
    return result != Dispatcher.ABSENT ? result : invokeLeniently(receiver, name, args);
  }

  private static @Nullable Object invoke(
      int kind, @Nullable Object receiver, String name, @Nullable Object[] args) {
    Dispatcher dispatcher = dispatcher(kind);
    return dispatcher == null ? Dispatcher.ABSENT : dispatcher.invoke(receiver, name, args);
  }

  /// The methods of Option, and those only Results have, on any other value: it counts as
  /// `Some(value)` or `Ok(value)`, nil as `None` or `Err(nil)`.
  private static @Nullable Object invokeLeniently(
      @Nullable Object receiver, String name, @Nullable Object[] args) {
    int kind = kindOf(receiver);
    if (kind != OPTION && kind != RESULT) {
      Object result = invoke(OPTION, Options.of(receiver), name, args);
      if (result != Dispatcher.ABSENT) {
        return result;
      }
    }
    if (kind == RESULT) {
      return Dispatcher.ABSENT;
    }
    Object present = kind == OPTION ? Options.payload(receiver) : receiver;
    Object asResult = Options.isAbsent(receiver) ? Options.err(null) : Options.ok(present);
    return invoke(RESULT, asResult, name, args);
  }

  /// A computed member of the kind, or ABSENT.
  static @Nullable Object read(@Nullable Object receiver, String name) {
    Dispatcher own = ofValue(receiver);
    return own == null ? Dispatcher.ABSENT : own.read(receiver, name);
  }

  static boolean write(Object receiver, String name, @Nullable Object value) {
    Dispatcher own = ofValue(receiver);
    return own != null && own.write(receiver, name, value);
  }

  /// The names of the library members of a value, of its kind and of every value, separated by
  /// spaces.
  static String names(@Nullable Object receiver) {
    StringBuilder names = new StringBuilder();
    Dispatcher own = ofValue(receiver);
    if (own != null) {
      names.append(own.names()).append(' ');
    }
    int wider = widerKind(receiver);
    Dispatcher ofWider = wider == NONE ? null : dispatcher(wider);
    if (ofWider != null) {
      names.append(ofWider.names()).append(' ');
    }
    Dispatcher any = dispatcher(ANY);
    return any == null ? names.toString() : names.append(any.names()).toString();
  }

  /// Whether a cell has a method of its own that takes so many arguments; if not, those of its
  /// content are meant (L 12.9).
  static boolean isOwnMethod(Wrapper receiver, String name, int count) {
    Dispatcher own = OfClass.dispatcher(receiver);
    int arity = own == null ? -1 : own.arity(name);
    return Arity.takes(arity, count);
  }

  /// The arity of a method of the kind, of the wider kind or of any value; -1 when there is none.
  static int arity(@Nullable Object receiver, String name) {
    Dispatcher own = ofValue(receiver);
    int arity = own == null ? -1 : own.arity(name);
    if (arity < 0) {
      int wider = widerKind(receiver);
      Dispatcher dispatcher = wider == NONE ? null : dispatcher(wider);
      arity = dispatcher == null ? -1 : dispatcher.arity(name);
    }
    if (arity < 0) {
      Dispatcher any = dispatcher(ANY);
      arity = any == null ? -1 : any.arity(name);
    }
    return arity;
  }

  /// The dispatcher of each class of library objects, looked up once.
  private static final class OfClass {
    private static final ClassValue<OfClass> ALL =
        new ClassValue<>() {
          @Override
          protected OfClass computeValue(Class<?> type) {
            return new OfClass();
          }
        };

    private @Nullable Dispatcher dispatcher;

    static @Nullable Dispatcher dispatcher(LibraryObject object) {
      OfClass slot = ALL.get(object.getClass());
      Dispatcher known = slot.dispatcher;
      if (known == null) {
        known = Dispatchers.find("type ".concat(object.typeName()));
        slot.dispatcher = known;
      }
      return known;
    }
  }
}
