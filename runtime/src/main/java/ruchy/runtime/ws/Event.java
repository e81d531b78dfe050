package ruchy.runtime.ws;

import java.util.List;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// What happens to a socket.
sealed interface Event {
  /// How much it counts for while it waits, in bytes.
  default int weight() {
    return 0;
  }

  /// A server has a new socket, and these functions for it.
  record Joined(List<FunctionValue> functions) implements Event {}

  /// A client's connection is open, perhaps again.
  record Opened() implements Event {}

  /// A message; the content is a `String` or a `byte[]`.
  record Received(Object content) implements Event {
    private static final int OVERHEAD = 256;

    @Override
    public int weight() {
      int size =
          switch (content) {
            case String text -> text.length();
            case byte[] bytes -> bytes.length;
            default -> 0;
          };
      return OVERHEAD + size;
    }
  }

  /// Something went wrong; the end follows, or another attempt.
  record Failed(Failure failure) implements Event {}

  /// A client's connection is lost, and another one will be opened.
  record Lost(int code, String reason) implements Event {}

  /// The socket is closed: the last event.
  record Ended(int code, String reason) implements Event {}
}
