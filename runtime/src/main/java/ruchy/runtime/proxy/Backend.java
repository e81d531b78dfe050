package ruchy.runtime.proxy;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Output;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.FileReasons;
import ruchy.runtime.http.Passage;

/// One server that requests are passed on to, with its connections and its numbers. Also the
/// simplest `Backends`: itself, always. All of it may be used by any thread.
final class Backend implements Backends {
  private final Origin origin;
  private final Settings settings;
  private final @Nullable SslContext secure;
  private final Map<Loop, Upstreams> pools = new ConcurrentHashMap<>();

  /// Requests on their way.
  final AtomicInteger active = new AtomicInteger();

  final LongAdder requests = new LongAdder();
  final LongAdder failures = new LongAdder();

  Backend(Origin origin, Settings settings) {
    this.origin = origin;
    this.settings = settings;
    this.secure = origin.isSecure() ? secure(settings) : null;
  }

  private static SslContext secure(Settings settings) {
    SslContextBuilder builder = SslContextBuilder.forClient();
    try {
      if (settings.isInsecure) {
        Output.ERROR.line(
            "warning: certificates of backends are not checked (option insecure): for development"
                + " alone");
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        builder.endpointIdentificationAlgorithm(null);
      } else if (settings.ca != null) {
        builder.trustManager(new ByteArrayInputStream(certificates(settings.ca)));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException failure) {
      throw Failure.ioError(
          "Cannot read the certificates of " + settings.ca + ": it holds none in PEM");
    }
  }

  private static byte[] certificates(String ca) {
    try {
      return Files.readAllBytes(Surroundings.file(ca).toPath());
    } catch (IOException failure) {
      throw Failure.ioError(
          "Cannot read the certificates of " + ca + ": " + FileReasons.of(failure));
    }
  }

  Origin origin() {
    return origin;
  }

  /// The connections of one event loop.
  Upstreams pool(Loop loop) {
    Upstreams known = pools.get(loop);
    return known != null
        ? known
        : pools.computeIfAbsent(loop, each -> new Upstreams(each, origin, settings, secure));
  }

  /// Closes the connections that no request is on.
  void closeIdle() {
    pools.forEach((loop, pool) -> loop.execute(pool::closeIdle));
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public @Nullable Backend choose(Passage passage, List<Backend> tried) {
    return tried.isEmpty() ? this : null;
  }

  @Override
  public boolean mayTryAgain(int tries) {
    return false;
  }

  @Override
  public void ended(Backend backend, int status, long nanos) {}

  @Override
  public @Nullable String cookie(Passage passage, Backend backend) {
    return null;
  }

  @Override
  public String toString() {
    return origin.toString();
  }
}
