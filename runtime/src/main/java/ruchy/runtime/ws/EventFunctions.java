package ruchy.runtime.ws;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.FunctionValue;

/// The functions of the program for the events of one socket. Any task may add some while the event
/// loop calls others.
final class EventFunctions {
  private static final Set<String> EVENTS =
      Set.of("message", "close", "error", "open", "disconnect");

  private record Named(String event, FunctionValue function) {}

  private volatile List<Named> all = List.of();

  /// Raises ArgumentError for what is no event.
  static void check(String event) {
    if (!EVENTS.contains(event)) {
      throw Failure.argumentError(
          "A WebSocket has the events message, close, error, open and disconnect, not '"
              + event
              + "'");
    }
  }

  /// Whether there is none, so that messages wait for `recv`.
  boolean isEmpty() {
    return all.isEmpty();
  }

  /// Adds one behind the others.
  synchronized void add(String event, FunctionValue function) {
    List<Named> more = new ArrayList<>(all);
    more.add(new Named(event, function));
    all = List.copyOf(more);
  }

  /// The functions for an event, in the order of their registration.
  List<FunctionValue> of(Event event) {
    return switch (event) {
      case Event.Joined(List<FunctionValue> functions) -> functions;
      case Event.Opened _ -> named("open");
      case Event.Received _ -> named("message");
      case Event.Failed _ -> named("error");
      case Event.Lost _ -> named("disconnect");
      case Event.Ended _ -> named("close");
    };
  }

  private List<FunctionValue> named(String event) {
    List<FunctionValue> found = new ArrayList<>(1);
    for (Named each : all) {
      if (each.event().equals(event)) {
        found.add(each.function());
      }
    }
    return found;
  }

  /// Calls a function with what belongs to the event of the socket.
  static @Nullable Object call(FunctionValue function, Event event, Socket socket) {
    return switch (event) {
      case Event.Joined _ -> function.offer(socket, socket.request());
      case Event.Opened _ -> function.offer(socket);
      case Event.Received(Object content) -> function.offer(shown(content));
      case Event.Failed(Failure failure) -> function.offer(failure.value());
      case Event.Lost(int code, String reason) -> function.offer((long) code, reason);
      case Event.Ended(int code, String reason) -> function.offer((long) code, reason);
    };
  }

  /// The content of a message as the program sees it.
  static Object shown(Object content) {
    return content instanceof byte[] bytes ? Bytes.list(bytes) : content;
  }
}
