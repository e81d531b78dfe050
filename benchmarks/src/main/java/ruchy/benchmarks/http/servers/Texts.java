package ruchy.benchmarks.http.servers;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/// Values of header fields, encoded once.
final class Texts {
  static final CharSequence PLAIN = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");

  private Texts() {}

  /// The response, with its media type and date.
  static HttpServerResponse described(
      HttpServerResponse response, CharSequence type, DateText date) {
    response.headers().set(HttpHeaders.CONTENT_TYPE, type).set(HttpHeaders.DATE, date.text());
    return response;
  }
}
