package ruchy.runtime.ws;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Cursor;

/// The messages of a socket, for a loop, until the socket is closed.
final class Messages extends Cursor {
  private final Socket socket;
  private @Nullable Object message;

  Messages(Socket socket) {
    this.socket = socket;
  }

  @Override
  public boolean advance() {
    message = socket.recv();
    return message != null;
  }

  @Override
  public @Nullable Object value() {
    return message;
  }
}
