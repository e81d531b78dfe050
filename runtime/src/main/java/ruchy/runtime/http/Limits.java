package ruchy.runtime.http;

/// The limits of a server, as they were when it started to listen. Sizes in bytes, times in
/// milliseconds.
///
/// @param headBytes all header fields of a request together; more is answered with 431
/// @param lineBytes the request line; more is answered with 414
/// @param fields the number of header fields; more is answered with 431
/// @param headMillis from the first byte of a request to the end of its head; then 408
/// @param idleMillis between two requests of a connection; then it is closed
/// @param bodyBytes a body that is read as a whole; more is answered with 413
/// @param bodyMillis without any byte of an expected body; then the connection is closed
/// @param sendMillis without any byte taken by the client of a streamed answer; then it is closed
/// @param unsentBytes of answers that the clients of one connection of HTTP/2 have not taken; what
///   comes beyond it is thrown away, and at a quarter of it requests wait
/// @param unreadBytes of bodies that one connection of HTTP/2 has sent and that functions have not
///   taken; what comes beyond it waits
/// @param bufferedBytes of bodies of all connections that the server holds; a request that brings
///   more is answered with 503
/// @param uploadBytes a form that is read while it arrives; more is answered with 413
record Limits(
    int headBytes,
    int lineBytes,
    int fields,
    long headMillis,
    long idleMillis,
    int bodyBytes,
    long bodyMillis,
    long sendMillis,
    long unsentBytes,
    long unreadBytes,
    long bufferedBytes,
    long uploadBytes) {
  /// What a server begins with, and a program changes.
  static final class Draft {
    int headBytes = 16 << 10;
    int lineBytes = 8 << 10;
    int fields = 100;
    long headMillis = 10_000;
    long idleMillis = 60_000;
    int bodyBytes = 1 << 20;
    long bodyMillis = 30_000;
    long sendMillis = 60_000;
    long unsentBytes = 64L << 20;
    long unreadBytes = 16L << 20;
    long bufferedBytes = BufferedBodies.usualMost();
    long uploadBytes = 64L << 20;

    Limits made() {
      return new Limits(
          headBytes,
          lineBytes,
          fields,
          headMillis,
          idleMillis,
          bodyBytes,
          bodyMillis,
          sendMillis,
          unsentBytes,
          unreadBytes,
          bufferedBytes,
          uploadBytes);
    }
  }
}
