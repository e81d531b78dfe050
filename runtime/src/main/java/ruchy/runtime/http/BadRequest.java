package ruchy.runtime.http;

/// Why a request is refused before any function sees it: its head breaks RFC 9110 or RFC 9112, or a
/// limit.
final class BadRequest extends Exception {
  private final int status;

  /// `reason` is one sentence for the client.
  BadRequest(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
