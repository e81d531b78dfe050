package ruchy.runtime.ws;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Addresses;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What a program says about a client. Times in milliseconds. Set while the options are read, then
/// only read.
final class ClientOptions {
  /// Who knows the addresses of a host; called on the event loop, as is `outcome`.
  @FunctionalInterface
  interface Resolver {
    void lookUp(
        EventLoop loop,
        String host,
        BiConsumer<@Nullable List<InetAddress>, @Nullable Throwable> outcome);
  }

  /// Fields that belong to the handshake.
  private static final Set<String> COMPUTED =
      Set.of(
          "host",
          "connection",
          "upgrade",
          "content-length",
          "transfer-encoding",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-accept",
          "sec-websocket-extensions",
          "sec-websocket-protocol");

  final Settings settings = new Settings();
  final HttpHeaders headers = new DefaultHttpHeaders();

  Resolver resolver = Addresses::lookUp;

  /// From the first attempt to reach the server to its answer.
  long connectMillis = 10_000;

  /// Whether a lost connection is replaced, and one that did not come about tried again.
  boolean reconnects;

  /// Before the first new attempt; each further one waits twice as long.
  long delayMillis = 500;

  long longestDelayMillis = 30_000;

  /// How many attempts may fail one after the other; 0 is any number.
  int attempts;

  private @Nullable String authorities;
  private boolean isInsecure;

  /// Reads the options; raises ArgumentError for one that is wrong or unknown.
  ClientOptions(MapValue options) {
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key != null) {
        read(Display.print(key), options.valueAt(i));
      }
    }
  }

  private void read(String name, @Nullable Object value) {
    switch (name) {
      case "headers" -> headers(map(name, value));
      case "protocols" ->
          settings.protocols =
              value instanceof ListValue list
                  ? Texts.tokens(list)
                  : Texts.tokens(Display.print(value));
      case "compress" -> compress(value);
      case "reconnect" -> reconnect(value);
      case "timeout" -> connectMillis = number(name, value, 1);
      case "ping_interval" -> settings.pingMillis = number(name, value, 0);
      case "pong_timeout" -> settings.pongMillis = number(name, value, 1);
      case "close_timeout" -> settings.closeMillis = number(name, value, 1);
      case "max_message" -> settings.messageBytes = (int) number(name, value, 1);
      case "max_queue" -> settings.queueBytes = number(name, value, 1);
      case "ca" -> authorities = Display.print(value);
      case "insecure" -> isInsecure = Truth.truth(value);
      default -> throw Failure.argumentError("Unknown option of ws::connect: '" + name + "'");
    }
  }

  private void headers(MapValue map) {
    for (int i = 0; i < map.positions(); i++) {
      Object key = map.keyAt(i);
      if (key == null) {
        continue;
      }
      String name = Display.print(key);
      if (COMPUTED.contains(name.toLowerCase(Locale.ROOT))) {
        throw Failure.argumentError("The header '" + name + "' is computed");
      }
      Object value = map.valueAt(i);
      if (value != null) {
        try {
          headers.set(name, Display.print(value));
        } catch (IllegalArgumentException malformed) {
          throw Failure.argumentError("Not a header: '" + name + "'");
        }
      }
    }
  }

  private void compress(@Nullable Object value) {
    if (value instanceof MapValue map) {
      settings.compression = Compression.of(map);
    } else {
      settings.compression = Truth.truth(value) ? Compression.DEFAULT : null;
    }
  }

  private void reconnect(@Nullable Object value) {
    reconnects = Truth.truth(value);
    if (!(value instanceof MapValue map)) {
      return;
    }
    for (int i = 0; i < map.positions(); i++) {
      Object key = map.keyAt(i);
      if (key == null) {
        continue;
      }
      String name = Display.print(key);
      switch (name) {
        case "delay" -> delayMillis = number(name, map.valueAt(i), 1);
        case "max_delay" -> longestDelayMillis = number(name, map.valueAt(i), 1);
        case "attempts" -> attempts = (int) number(name, map.valueAt(i), 0);
        default -> throw Failure.argumentError("Unknown option of reconnect: '" + name + "'");
      }
    }
  }

  private static MapValue map(String name, @Nullable Object value) {
    if (value instanceof MapValue map) {
      return map;
    }
    throw Failure.argumentError("The option " + name + " is a map, got " + Display.print(value));
  }

  private static long number(String name, @Nullable Object value, long least) {
    if (value instanceof Long number && number >= least && number <= Integer.MAX_VALUE) {
      return number;
    }
    throw Failure.argumentError(
        "The option " + name + " is a number from " + least + " on, got " + Display.print(value));
  }

  /// What TLS needs: certificates are checked against those that the JDK trusts, those of the file
  /// that `SSL_CERT_FILE` in the environment names, or those of the option `ca`. Raises IoError.
  SslContext secure() {
    SslContextBuilder builder = SslContextBuilder.forClient();
    String file = authorities == null ? System.getenv("SSL_CERT_FILE") : authorities;
    try {
      if (isInsecure) {
        Output.ERROR.line(
            "warning: the server's certificate is not checked (option insecure): for development"
                + " alone");
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        builder.endpointIdentificationAlgorithm(null);
      } else if (file != null && !file.isEmpty()) {
        builder.trustManager(new File(file));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException failure) {
      throw Failure.ioError("Cannot prepare TLS: " + failure.getMessage());
    }
  }
}
