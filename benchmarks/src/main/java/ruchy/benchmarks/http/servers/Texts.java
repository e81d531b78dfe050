package ruchy.benchmarks.http.servers;

import io.vertx.core.http.HttpHeaders;

/// Values of header fields, encoded once.
final class Texts {
  static final CharSequence PLAIN = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");

  private Texts() {}
}
