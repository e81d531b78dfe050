package ruchy.runtime.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.VariantValue;

/// A raised value on its way to a `catch` (L 11.1). Made by `throw`, by the operators and by the
/// library; the types of its errors are those of L 11.2.
public final class Failure extends RuntimeException {
  private static final String RECURSION = "Recursion limit exceeded";

  private final transient @Nullable Object value;
  private final transient CallStack stack;

  private Failure(@Nullable Object value, CallStack stack, @Nullable Throwable cause) {
    super(null, cause, false, false);
    this.value = value;
    this.stack = stack;
  }

  /// What `throw value` throws. An error object that is thrown again keeps the place where it was
  /// first raised.
  public static Failure of(@Nullable Object value) {
    return new Failure(
        value, value instanceof ErrorValue error ? error.stack() : CallStack.capture(), null);
  }

  /// An error object of that type, raised here.
  public static Failure error(String type, String message) {
    CallStack stack = CallStack.capture();
    return new Failure(new ErrorValue(type, message, stack), stack, null);
  }

  /// An error object that also names the status with which a server answers when a handler lets it
  /// pass.
  public static Failure error(String type, String message, int status) {
    CallStack stack = CallStack.capture();
    return new Failure(new ErrorValue(type, message, stack, status), stack, null);
  }

  /// An error object that says where code was when it was stopped.
  static Failure at(CallStack stack, String message) {
    return new Failure(new ErrorValue("Interrupted", message, stack), stack, null);
  }

  public static Failure typeError(String message) {
    return error("TypeError", message);
  }

  public static Failure argumentError(String message) {
    return error("ArgumentError", message);
  }

  /// `Function expects N arguments, got M` (L 7.4). `most` is -1 when any number above `least` will
  /// do.
  public static Failure wrongCount(int least, int most, int count) {
    return argumentError("Function expects " + counts(least, most) + ", got " + count);
  }

  /// `NAME expects N arguments, got M` for a library function (L 16).
  public static Failure wrongCount(String name, int least, int most, int count) {
    return argumentError(name + " expects " + counts(least, most) + ", got " + count);
  }

  private static String counts(int least, int most) {
    if (most < 0) {
      return least + " or more arguments";
    }
    return (least == most ? Integer.toString(least) : least + "-" + most) + " arguments";
  }

  /// `Integer overflow in addition` ... (L 6.2).
  public static Failure overflow(String operation) {
    return error("OverflowError", "Integer overflow in " + operation);
  }

  public static Failure divisionByZero() {
    return error("DivisionByZero", "Division by zero");
  }

  /// `Index 5 out of bounds for array of length 3` (L 8.2); `kind` is `array`, `string` or `tuple`.
  public static Failure indexError(long index, String kind, long length) {
    return indexError("Index " + index + " out of bounds for " + kind + " of length " + length);
  }

  public static Failure indexError(String message) {
    return error("IndexError", message);
  }

  public static Failure keyError(String message) {
    return error("KeyError", message);
  }

  /// `Object has no field named 'name'` (L 8.3).
  public static Failure noField(String name) {
    return keyError("Object has no field named '" + name + "'");
  }

  /// `No match arm matched the value: V` (L 10.3).
  public static Failure noMatch(@Nullable Object value) {
    return matchError("No match arm matched the value: " + Display.debug(value));
  }

  /// `Pattern does not match the value: V` (L 10.3).
  public static Failure patternMismatch(@Nullable Object value) {
    return matchError("Pattern does not match the value: " + Display.debug(value));
  }

  public static Failure matchError(String message) {
    return error("MatchError", message);
  }

  public static Failure nameError(String message) {
    return error("NameError", message);
  }

  /// `Undefined variable: x (used before it is initialised)` (L 7.3).
  public static Failure uninitialised(String name) {
    return nameError("Undefined variable: " + name + " (used before it is initialised)");
  }

  public static Failure parseError(String message) {
    return error("ParseError", message);
  }

  public static Failure ioError(String message) {
    return error("IoError", message);
  }

  public static Failure timeoutError(String message) {
    return error("TimeoutError", message);
  }

  public static Failure cancelledError(String message) {
    return error("CancelledError", message);
  }

  public static Failure dbError(String message) {
    return error("DbError", message);
  }

  public static Failure runtimeError(String message) {
    return error("RuntimeError", message);
  }

  public static Failure panic(String message) {
    return error("Panic", message);
  }

  /// The AssertionError with the whole message, `Assertion failed: ...`.
  public static Failure assertion(String message) {
    return error("AssertionError", message);
  }

  /// Any throwable as a failure: failures as they are, a Java stack overflow as RecursionError, a
  /// full heap as MemoryError, an index outside of a Java array as IndexError, other exceptions as
  /// RuntimeError with the Java text, or in words of the language where only a fault of the
  /// compiler can be the cause. Other Java errors (a class that cannot be linked) are thrown on.
  public static Failure from(Throwable thrown) {
    if (thrown instanceof Failure failure) {
      return failure;
    }
    if (thrown instanceof OutOfMemoryError) {
      return MemoryReserve.during(() -> outOfMemory(thrown));
    }
    CallStack stack = CallStack.of(thrown);
    if (thrown instanceof StackOverflowError) {
      return new Failure(new ErrorValue("RecursionError", RECURSION, stack), stack, thrown);
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    String message = Objects.requireNonNullElse(thrown.getMessage(), "");
    String type = "RuntimeError";
    if (thrown instanceof IndexOutOfBoundsException) {
      type = "IndexError";
      message = message.replace("for length", "for array of length");
    } else if (CompilerFault.is(thrown)) {
      message = CompilerFault.message(thrown);
    } else if (message.isEmpty()) {
      message = thrown.toString();
    }
    return new Failure(new ErrorValue(type, message, stack), stack, thrown);
  }

  /// Without its cause, whose stack the JVM made and which nobody asks for. The text of the stack
  /// is made at once, while there is memory for it.
  private static Failure outOfMemory(Throwable thrown) {
    CallStack stack = CallStack.of(thrown);
    stack.lines();
    return new Failure(new ErrorValue("MemoryError", outOfMemoryMessage(), stack), stack, null);
  }

  /// What a MemoryError says.
  public static String outOfMemoryMessage() {
    long most = Runtime.getRuntime().maxMemory() >> 20;
    return "Out of memory: the program needs more than the " + most + " MB that it has";
  }

  /// Whether no program can cause it, so that the one that runs is not at fault.
  public boolean isOfCompiler() {
    return getCause() != null && CompilerFault.is(getCause());
  }

  /// What `catch` binds: the thrown value unchanged (L 11.1).
  public @Nullable Object value() {
    return value;
  }

  /// Whether `catch (e: type)` takes it (L 11.2).
  public boolean matchesType(String type) {
    if (value instanceof ErrorValue error) {
      return error.type().equals(type) || type.equals("Error");
    }
    if (value instanceof InstanceValue instance) {
      return instance.isA(type);
    }
    return typeOf(value).equals(type);
  }

  private static String typeOf(@Nullable Object value) {
    if (value instanceof VariantValue variant) {
      return variant.enumName();
    }
    if (value instanceof MapValue map && map.get("type") instanceof String name) {
      return name;
    }
    String kind = Kind.name(value);
    return Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
  }

  /// MESSAGE of L 11.3: the `message` of the value, else its P form; for a Panic `panic: MSG`.
  public String message() {
    if (value instanceof ErrorValue error) {
      return error.type().equals("Panic") ? "panic: " + error.message() : error.message();
    }
    if (value instanceof MapValue map && map.has("message")) {
      return Display.print(map.get("message"));
    }
    if (value instanceof InstanceValue instance
        && instance.text() == null
        && instance.has("message")) {
      return Display.print(instance.get("message"));
    }
    return Display.print(value);
  }

  @Override
  public String getMessage() {
    return message();
  }

  /// This one, for the thread that raises it in the program: one that another thread has made, on
  /// which no function of the program was active, is raised where this thread is. The first that
  /// raises it counts.
  public Failure raisedHere() {
    stack.noteUnlessNoted();
    return this;
  }

  /// Where it was raised.
  public CallStack stack() {
    return stack;
  }

  /// `shop.ruchy:14:12 in total`, one line for each active function, innermost first (L 11.3).
  public String[] stackLines() {
    return stack.lines();
  }

  /// The text that an uncaught error leaves on standard error (L 11.3): `error: MESSAGE` and the
  /// `at` lines, each with its line end.
  public String report() {
    return report("error: ");
  }

  /// As `report`, with another beginning than `error: `.
  public String report(String beginning) {
    StringBuilder out = new StringBuilder(beginning).append(message()).append('\n');
    stack.appendTo(out);
    return out.toString();
  }
}
