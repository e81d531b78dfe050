package ruchy.runtime.http;

import io.vertx.core.http.HttpServerRequest;

/// The files of one directory, served under the prefix of a route.
interface StaticFiles {
  /// Answers with a file and returns true, or returns false when the directory has no such file.
  boolean answer(HttpServerRequest incoming, Response response);
}
