package ruchy.runtime.client;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Waits;

/// The global functions that send one request and give the text of its answer (L 16). As the text
/// does not tell its status, any but 200 to 299 raises IoError.
@Globals
public final class ClientGlobals {
  private ClientGlobals() {}

  /// The text that a GET request is answered with. Raises IoError where there is no answer, or one
  /// with another status than 200 to 299.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0")
  /// server.get("/hello", |req, res| { res.text("hello") })
  /// server.listen()
  /// http_get(f"http://127.0.0.1:{server.port}/hello")   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  public static String httpGet(String url) {
    return answer("GET", url, ClientModule.get(url));
  }

  /// The text that a POST request with that body is answered with; a map or list is sent as JSON.
  /// Raises IoError as `http_get`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0")
  /// server.post("/", |req, res| { res.text("hello " + req.json().name) })
  /// server.listen()
  /// http_post(f"http://127.0.0.1:{server.port}/", {name: "Ann"})   // => "hello Ann"
  /// server.close()
  /// ```
  @Export
  @Waits
  public static String httpPost(String url, @Reads @Nullable Object body) {
    return answer("POST", url, ClientModule.post(url).body(body));
  }

  /// The text that a PUT request with that body is answered with; a map or list is sent as JSON.
  /// Raises IoError as `http_get`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0")
  /// server.put("/note", |req, res| { res.text(req.body) })
  /// server.listen()
  /// http_put(f"http://127.0.0.1:{server.port}/note", "new")   // => "new"
  /// server.close()
  /// ```
  @Export
  @Waits
  public static String httpPut(String url, @Reads @Nullable Object body) {
    return answer("PUT", url, ClientModule.put(url).body(body));
  }

  /// The text that a DELETE request is answered with. Raises IoError as `http_get`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0")
  /// server.delete("/note", |req, res| { res.text("gone") })
  /// server.listen()
  /// http_delete(f"http://127.0.0.1:{server.port}/note")   // => "gone"
  /// server.close()
  /// ```
  @Export
  @Waits
  public static String httpDelete(String url) {
    return answer("DELETE", url, ClientModule.delete(url));
  }

  private static String answer(String method, String url, ClientRequest request) {
    ClientResponse response = request.send();
    String text = response.text();
    if (response.isSuccess()) {
      return text;
    }
    var status = HttpResponseStatus.valueOf(Math.toIntExact(response.status()));
    throw Failure.ioError("The answer is " + status + " (" + method + " " + url + ")");
  }
}
