package ruchy.runtime.http;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FunctionValue;

/// The module `http`.
@Module("http")
public final class HttpModule {
  private HttpModule() {}

  /// A server on all interfaces that calls one function for every request; it listens when this
  /// returns.
  ///
  /// ```ruchy
  /// let server = http::serve(0, |req, res| { res.text("Hello") })
  /// server.port > 0   // => true
  /// server.close()
  /// ```
  @Export
  public static Server serve(
      long port,
      @Type("(http::Request, http::Response, http::Next) -> any") FunctionValue handler) {
    return Server.listening(port, handler);
  }
}
