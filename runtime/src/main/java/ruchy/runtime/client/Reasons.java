package ruchy.runtime.client;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What the libraries throw, in the words of errors.
final class Reasons {
  private static final long REFUSED_STREAM = 7;

  private Reasons() {}

  /// Why there is no connection.
  ///
  /// @param limitMillis how long it was waited for
  static String ofConnecting(Throwable failure, long limitMillis) {
    Throwable certificate = find(failure, CertificateException.class);
    if (certificate != null) {
      return "TLS: the certificate is not accepted: " + text(root(certificate));
    }
    Throwable secure = find(failure, SSLException.class);
    if (secure != null) {
      String reason = text(root(secure));
      return reason.startsWith("not an SSL/TLS record")
          ? "TLS: the server does not speak it"
          : "TLS: " + reason;
    }
    if (find(failure, UnknownHostException.class) != null) {
      return "unknown host";
    }
    if (find(failure, ConnectTimeoutException.class) != null) {
      return "no connection within " + limitMillis + " ms";
    }
    if (find(failure, ConnectionPoolTooBusyException.class) != null) {
      return "too many requests wait for a connection";
    }
    Throwable proxy = find(failure, ProxyConnectException.class);
    if (proxy != null) {
      return "the proxy refuses: " + text(proxy);
    }
    return isClosed(failure) ? "the connection was closed" : text(failure);
  }

  /// Why a connection ended in the middle of an exchange.
  static String ofExchange(Throwable failure, String when) {
    Throwable malformed = find(failure, DecoderException.class);
    malformed = malformed == null ? find(failure, IllegalArgumentException.class) : malformed;
    if (malformed != null) {
      return "The answer is malformed: " + text(malformed);
    }
    if (isClosed(failure)) {
      return "The connection was closed " + when;
    }
    if (failure instanceof StreamResetException reset) {
      return "The server has given the request up " + when + ", with code " + reset.getCode();
    }
    String reason = text(failure);
    return reason.contains("reset")
        ? "The connection was reset " + when
        : "The connection failed " + when + ": " + reason;
  }

  /// Whether the other side closed the connection without a word.
  static boolean isClosed(Throwable failure) {
    return failure instanceof HttpClosedException || failure instanceof ClosedChannelException;
  }

  /// Whether the server says that it has not looked at the request (RFC 9113, section 8.7).
  static boolean isRefused(Throwable failure) {
    return failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
  }

  /// Whether the connection ended, in whatever way, rather than its bytes being wrong.
  static boolean isEndOfConnection(Throwable failure) {
    return isClosed(failure)
        || (failure instanceof java.io.IOException && !(failure instanceof SSLException));
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 20; depth++) {
      if (type.isInstance(each)) {
        return each;
      }
      each = each.getCause();
    }
    return null;
  }

  /// The innermost cause that says something.
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 20; depth++) {
      String message = each.getMessage();
      root = message == null || message.isBlank() ? root : each;
      each = each.getCause();
    }
    return root;
  }

  /// The message without the noise of the layers that it came through.
  private static String text(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure instanceof VertxException ? "failed" : failure.getClass().getSimpleName();
    }
    String lower = message.toLowerCase(Locale.ROOT);
    for (String known :
        new String[] {
          "connection refused",
          "connection reset",
          "connection timed out",
          "no route to host",
          "network is unreachable",
          "broken pipe"
        }) {
      if (lower.contains(known)) {
        return known;
      }
    }
    String text = message.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
