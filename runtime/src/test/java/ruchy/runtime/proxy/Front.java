package ruchy.runtime.proxy;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import ruchy.runtime.http.RawHttp2Client;
import ruchy.runtime.http.Server;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// A server that passes every request on to a backend.
final class Front implements AutoCloseable {
  final Server server = Server.create("127.0.0.1:0");

  /// What the backends of `noting` have got.
  final BlockingQueue<Wire.Message> seen = new LinkedBlockingQueue<>();

  /// A connection to a server that passes on to that backend.
  Wire client(RawBackend backend, Object... options) throws IOException {
    listen(backend, options);
    return Wire.to(server.port());
  }

  /// As `client`, by HTTP/2.
  RawHttp2Client http2(RawBackend backend, Object... options) throws IOException {
    listen(backend, options);
    return new RawHttp2Client(server.port());
  }

  private void listen(RawBackend backend, Object... options) {
    server.all("*", ProxyModule.proxy(backend.url(), options(options)));
    server.listen();
  }

  static MapValue options(Object... pairs) {
    return HashMapValue.of(pairs);
  }

  /// A backend whose answer has the request as it got it: first line, fields and body, with `|`
  /// between them.
  static RawBackend mirror() throws IOException {
    return RawBackend.answering(
        request -> {
          String text =
              request.start() + "|" + String.join("|", request.fields()) + "|" + request.body();
          return "HTTP/1.1 200 OK\ncontent-length: " + text.length() + "\n\n" + text;
        });
  }

  /// A backend that gives every request the same answer.
  RawBackend noting(String answer) throws IOException {
    return RawBackend.answering(
        request -> {
          seen.add(request);
          return answer;
        });
  }

  /// As `noting`, with an answer of two letters.
  RawBackend noting() throws IOException {
    return noting("HTTP/1.1 200 OK\ncontent-length: 2\n\nok");
  }

  @Override
  public void close() {
    server.close();
  }
}
