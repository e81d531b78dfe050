package ruchy.runtime.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import ruchy.runtime.failure.Failure;

/// How an exchange ended. A fault is a result here, so that it is raised by the task that waits, at
/// its place in the program.
sealed interface Result {
  /// What the last server answered.
  ///
  /// @param method of the request that it answers, which a redirect may have changed
  /// @param url of the request that it answers
  /// @param body as it came, not decompressed
  record Answer(String method, Url url, int status, MultiMap fields, Buffer body)
      implements Result {
    /// `(GET http://example.com/)`, the end of the texts of errors.
    String place() {
      return Fault.place(method, url);
    }
  }

  /// What a server begins to answer to a request that streams its body.
  record Opened(String method, Url url, int status, MultiMap fields, Incoming body)
      implements Result {}

  /// What went wrong.
  ///
  /// @param type of the error (L 11.2)
  record Fault(String type, String message) implements Result {
    static Fault io(String what, String method, Url url) {
      return new Fault("IoError", what + " " + place(method, url));
    }

    static Fault timeout(String what, String method, Url url) {
      return new Fault("TimeoutError", what + " " + place(method, url));
    }

    static String place(String method, Url url) {
      return "(" + method + " " + url + ")";
    }

    /// The error, raised here.
    Failure failure() {
      return Failure.error(type, message);
    }

    /// The error of a request that was passed on for a client, raised here: a handler that lets it
    /// pass is a gateway, which answers 502, or 504 when time was over (RFC 9110, sections 15.6.3
    /// and 15.6.5).
    Failure failureOfGateway() {
      return Failure.error(type, message, type.equals("TimeoutError") ? 504 : 502);
    }
  }
}
