package ruchy.runtime.proxy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The functions of the module `http` that pass requests on.
@Module("http")
public final class ProxyModule {
  private ProxyModule() {}

  /// A handler that passes requests on to another server, and its answers back: heads without what
  /// belongs to one connection, bodies of any size as they arrive, upgrades (WebSockets), events.
  ///
  /// ```ruchy
  /// server.get("/*", |req, res| { res.text("backend got " + req.path) })
  /// server.listen()
  /// let front = http::Server::new("127.0.0.1:0")
  /// front.all("*", http::proxy(f"http://127.0.0.1:{server.port}"))
  /// front.listen()
  /// http::get(f"http://127.0.0.1:{front.port}/a").text()   // => "backend got /a"
  /// front.close()
  /// server.close()
  /// ```
  @Export
  @Type("(http::Request, http::Response) -> any")
  public static FunctionValue proxy(String target) {
    return proxy(target, new HashMapValue());
  }

  /// As `proxy(target)`, with options: `timeout` (ms until the answer begins, 30,000),
  /// `idle_timeout` (ms without a byte, 60,000), `connect_timeout` (10,000), `connections` (1024),
  /// `queue` (1024), `strip_prefix`, `rewrite` (a function of path and query), `headers` and
  /// `response_headers` (maps, nil removes), `preserve_host` (false), `trust_forwarded` (false),
  /// `ca` (a PEM file), `insecure`.
  ///
  /// ```ruchy
  /// server.get("/users", |req, res| { res.text(req.header("X-Key")) })
  /// server.listen()
  /// let front = http::Server::new("127.0.0.1:0")
  /// front.all("/api/*", http::proxy(f"http://127.0.0.1:{server.port}", {strip_prefix: "/api", headers: {"X-Key": "k1"}}))
  /// front.listen()
  /// http::get(f"http://127.0.0.1:{front.port}/api/users").text()   // => "k1"
  /// front.close()
  /// server.close()
  /// ```
  @Export
  @Type("(http::Request, http::Response) -> any")
  public static FunctionValue proxy(String target, MapValue options) {
    Settings settings = new Settings();
    for (Map.Entry<String, @Nullable Object> each : Settings.entries(options)) {
      if (!settings.set(each.getKey(), each.getValue())) {
        throw Failure.argumentError("Unknown option of proxy: '" + each.getKey() + "'");
      }
    }
    return new ProxyFunction(new Backend(Origin.parse(target), settings));
  }
}
