package ruchy.runtime.client;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// Which connections of one event loop are in the handshake of TLS: Vert.x tells of a connection
/// only when it is ready, and who has waited in vain wants to know for what. Only used on that
/// loop.
final class Handshakes extends JdkSSLEngineOptions {
  private final Set<SslHandler> inProgress = new HashSet<>();

  /// Whether there is one with that host, as the certificate is to name it.
  boolean areWith(String host, int port) {
    return inProgress.stream()
        .map(SslHandler::engine)
        .anyMatch(engine -> engine.getPeerPort() == port && host.equals(engine.getPeerHost()));
  }

  /// Vert.x copies all options; what is known stays here.
  @Override
  public JdkSSLEngineOptions copy() {
    return this;
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContext create() throws SSLException {
        return new Noting(super.create());
      }
    };
  }

  private final class Noting extends DelegatingSslContext {
    Noting(SslContext context) {
      super(context);
    }

    @Override
    protected void initEngine(SSLEngine engine) {}

    @Override
    protected void initHandler(SslHandler handler) {
      inProgress.add(handler);
      handler.handshakeFuture().addListener(done -> inProgress.remove(handler));
    }
  }
}
