package ruchy.runtime.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.call.Members;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.VariantValue;

/// An actor of the program (L 12.8). Its handlers are methods named `receive M`, which the
/// generated class adds; they run in the task of the sender, one message at a time. The gate guards
/// the state: a task that is inside may send further messages to the same actor.
public abstract class Actor extends InstanceValue {
  private static final String HANDLER = "receive ";

  private final Gate gate = new Gate();
  private volatile boolean stopped;

  /// `tell`, `ask`, `send` and `stop`; the methods of the program come first.
  @Override
  public @Nullable Object invoke(String method, @Nullable Object[] args) {
    return switch (method) {
      case "ask", "send" -> ask(message(args));
      case "tell" -> {
        ask(message(args));
        yield null;
      }
      case "stop" -> {
        if (args.length != 0) {
          throw Failure.wrongCount(0, 0, args.length);
        }
        stopped = true;
        yield null;
      }
      default -> UNDEFINED;
    };
  }

  private static @Nullable Object message(@Nullable Object[] args) {
    if (args.length != 1) {
      throw Failure.wrongCount(1, 1, args.length);
    }
    return args[0];
  }

  /// The value of the message's handler, which has run to its end. Raises RuntimeError `Actor is
  /// stopped` and `No handler found for message type: X`, and what the handler raises.
  private @Nullable Object ask(@Nullable Object message) {
    gate.enter();
    try {
      if (stopped) {
        throw Failure.runtimeError("Actor is stopped");
      }
      String name = name(message);
      Object answer =
          message instanceof VariantValue variant && namesArguments(variant)
              ? invokeNamed(HANDLER + name, variant)
              : invoke(HANDLER + name, arguments(message));
      if (answer == UNDEFINED) {
        throw Failure.runtimeError("No handler found for message type: " + name);
      }
      return answer;
    } finally {
      gate.leave();
    }
  }

  /// Whether the message was written with the names of the handler's parameters, of which the
  /// compiler did not know to which actor they belong. It is a variant with fields then, of an enum
  /// that no program can declare; parameters without name come first.
  private static boolean namesArguments(VariantValue message) {
    return message.fieldNames() != null && message.enumName().indexOf('/') >= 0;
  }

  private @Nullable Object invokeNamed(String handler, VariantValue message) {
    if (methodArity(handler) < 0) {
      return UNDEFINED;
    }
    String[] fields = Objects.requireNonNull(message.fieldNames());
    List<@Nullable Object> args = new ArrayList<>();
    var named = new HashMapValue();
    for (int i = 0; i < fields.length; i++) {
      if (Character.isDigit(fields[i].charAt(0))) {
        args.add(message.at(i));
      } else {
        named.put(fields[i], message.at(i));
      }
    }
    return Members.invokeNamed(this, handler, args.toArray(), named);
  }

  /// A variant and a struct are dispatched by their names.
  private static String name(@Nullable Object message) {
    if (message instanceof VariantValue variant) {
      return variant.name();
    }
    return message instanceof InstanceValue instance ? instance.typeName() : Kind.name(message);
  }

  /// The payload of a variant, or the fields of a struct in the order of their declaration.
  private static @Nullable Object[] arguments(@Nullable Object message) {
    if (message instanceof VariantValue variant) {
      @Nullable Object[] payload = new @Nullable Object[variant.size()];
      for (int i = 0; i < payload.length; i++) {
        payload[i] = variant.at(i);
      }
      return payload;
    }
    if (!(message instanceof InstanceValue instance)) {
      return new @Nullable Object[0];
    }
    String[] fields = instance.fieldNames();
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = instance.get(fields[i]);
    }
    return values;
  }

  @Override
  public final String kind() {
    return "actor";
  }

  /// Actors are shared and compared by identity, as class instances are.
  @Override
  public final boolean isStruct() {
    return false;
  }

  @Override
  public final boolean isOpaque() {
    return true;
  }

  /// The actor itself: it cannot be copied.
  @Override
  public final InstanceValue copy() {
    return this;
  }

  /// `<actor Counter>`
  @Override
  public final String text() {
    return "<actor " + typeName() + ">";
  }
}
