package ruchy.runtime.ws;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.http.Request;

/// What made the socket, and what becomes of it.
interface Side {
  /// The address, or path and query, that was connected to.
  String url();

  /// The socket begins to live: its first function is about to be called.
  void joined(Socket socket);

  /// The connection is over.
  ///
  /// @return whether there will be another one
  boolean ended(Socket socket, int code);

  /// The program does not want the socket any longer, before it is connected.
  void givenUp();

  /// The last function has returned.
  void done(Socket socket);

  /// The request of a server's socket; null for clients.
  @Nullable Request request();

  /// Whether the socket keeps the program alive while it has functions.
  boolean isClient();
}
