package ruchy.benchmarks.http.servers;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.function.Supplier;

/// How the hand-written servers run: on the system's own event notification, one event loop for
/// each processor, each with a server of its own on the same port.
final class Deployment {
  /// HTTP/1.1 only, as the servers that they are compared with: Vert.x's own default looks at each
  /// new connection for HTTP/2 first.
  static final HttpServerOptions OPTIONS =
      new HttpServerOptions().setHttp2ClearTextEnabled(false).setAcceptBacklog(1024);

  private Deployment() {}

  static void start(Supplier<Deployable> server) {
    int processors = Runtime.getRuntime().availableProcessors();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(processors));
    vertx
        .deployVerticle(server, new DeploymentOptions().setInstances(processors))
        .onFailure(
            failure -> {
              System.err.println("The server did not start: " + failure);
              System.exit(1);
            });
  }
}
