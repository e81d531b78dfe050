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
    long uploadBytes) {
  /// What a server has unless the program sets something else.
  static final Limits DEFAULT =
      new Limits(16 << 10, 8 << 10, 100, 10_000, 60_000, 1 << 20, 30_000, 60_000, 64L << 20);

  Limits withHeadBytes(int value) {
    return new Limits(
        value,
        lineBytes,
        fields,
        headMillis,
        idleMillis,
        bodyBytes,
        bodyMillis,
        sendMillis,
        uploadBytes);
  }

  Limits withLineBytes(int value) {
    return new Limits(
        headBytes,
        value,
        fields,
        headMillis,
        idleMillis,
        bodyBytes,
        bodyMillis,
        sendMillis,
        uploadBytes);
  }

  Limits withFields(int value) {
    return new Limits(
        headBytes,
        lineBytes,
        value,
        headMillis,
        idleMillis,
        bodyBytes,
        bodyMillis,
        sendMillis,
        uploadBytes);
  }

  Limits withHeadMillis(long value) {
    return new Limits(
        headBytes,
        lineBytes,
        fields,
        value,
        idleMillis,
        bodyBytes,
        bodyMillis,
        sendMillis,
        uploadBytes);
  }

  Limits withIdleMillis(long value) {
    return new Limits(
        headBytes,
        lineBytes,
        fields,
        headMillis,
        value,
        bodyBytes,
        bodyMillis,
        sendMillis,
        uploadBytes);
  }

  Limits withBodyBytes(int value) {
    return new Limits(
        headBytes,
        lineBytes,
        fields,
        headMillis,
        idleMillis,
        value,
        bodyMillis,
        sendMillis,
        uploadBytes);
  }

  Limits withBodyMillis(long value) {
    return new Limits(
        headBytes,
        lineBytes,
        fields,
        headMillis,
        idleMillis,
        bodyBytes,
        value,
        sendMillis,
        uploadBytes);
  }

  Limits withSendMillis(long value) {
    return new Limits(
        headBytes,
        lineBytes,
        fields,
        headMillis,
        idleMillis,
        bodyBytes,
        bodyMillis,
        value,
        uploadBytes);
  }

  Limits withUploadBytes(long value) {
    return new Limits(
        headBytes,
        lineBytes,
        fields,
        headMillis,
        idleMillis,
        bodyBytes,
        bodyMillis,
        sendMillis,
        value);
  }
}
