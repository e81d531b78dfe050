package ruchy.benchmarks.tcp;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

/// On Vert.x core, with one event loop for each processor.
public final class VertxEcho extends AbstractVerticle {
  private final int port;

  private VertxEcho(int port) {
    this.port = port;
  }

  /// `VertxEcho PORT`.
  public static void main(String[] args) {
    int loops = Runtime.getRuntime().availableProcessors();
    int port = Integer.parseInt(args[0]);
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops))
        .deployVerticle(() -> new VertxEcho(port), new DeploymentOptions().setInstances(loops))
        .onFailure(
            failure -> {
              System.err.println(failure);
              System.exit(1);
            });
  }

  @Override
  public void start(Promise<Void> started) {
    vertx
        .createNetServer(new NetServerOptions().setTcpNoDelay(true))
        .connectHandler(VertxEcho::serve)
        .listen(port, "127.0.0.1")
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private static void serve(NetSocket socket) {
    socket.handler(RecordParser.newDelimited("\n", line -> socket.write(line.toString() + "\n")));
  }
}
