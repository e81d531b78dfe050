package ruchy.runtime.client;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import ruchy.runtime.failure.Causes;

/// What the libraries throw, in the words of errors.
final class Reasons {
  private static final long REFUSED_STREAM = 7;
  private static final String STATUS = "status: ";

  private Reasons() {}

  /// Why it is not known where a host is.
  ///
  /// @param limitMillis how long it was waited for
  static String ofResolving(Throwable failure, long limitMillis) {
    if (Causes.find(failure, TimeoutException.class) != null) {
      return "no answer within " + limitMillis + " ms";
    }
    return Causes.find(failure, DnsNameResolverTimeoutException.class) == null
        ? "unknown host"
        : "the name servers do not answer";
  }

  /// Whether a connection fails for a reason that has nothing to do with its address.
  static boolean isForAllAddresses(Throwable failure) {
    return Causes.find(failure, SSLException.class) != null
        || Causes.find(failure, CertificateException.class) != null
        || Causes.find(failure, ConnectionPoolTooBusyException.class) != null;
  }

  /// Why there is no connection.
  ///
  /// @param limitMillis how long it was waited for
  static String ofConnecting(Throwable failure, long limitMillis) {
    Throwable certificate = Causes.find(failure, CertificateException.class);
    if (certificate != null) {
      return "TLS: the certificate is not accepted: " + text(Causes.innermost(certificate));
    }
    Throwable secure = Causes.find(failure, SSLException.class);
    if (secure != null) {
      String reason = text(Causes.innermost(secure));
      return reason.startsWith("not an SSL/TLS record")
          ? "TLS: the server does not speak it"
          : "TLS: " + reason;
    }
    if (Causes.find(failure, UnknownHostException.class) != null) {
      return "unknown host";
    }
    if (Causes.find(failure, ConnectTimeoutException.class) != null) {
      return "no connection within " + limitMillis + " ms";
    }
    if (Causes.find(failure, ConnectionPoolTooBusyException.class) != null) {
      return "too many requests wait for a connection";
    }
    Throwable proxy = Causes.find(failure, ProxyConnectException.class);
    if (proxy != null && text(proxy).endsWith(", timeout")) {
      return "the proxy has not answered within " + limitMillis + " ms";
    }
    if (proxy != null) {
      return "the proxy refuses: " + ofProxy(text(proxy));
    }
    return isClosed(failure) ? "the connection was closed" : text(failure);
  }

  /// Before what the proxy says Netty tells its own address and that of the host.
  private static String ofProxy(String text) {
    int said = text.indexOf(STATUS);
    return said < 0 ? text : text.substring(said + STATUS.length());
  }

  /// Why a connection ended in the middle of an exchange.
  static String ofExchange(Throwable failure, String when) {
    Throwable secure = Causes.find(failure, SSLException.class);
    if (secure != null) {
      // By TLS 1.3 a server refuses the client's certificate after the connection is made.
      return "The connection failed " + when + ": TLS: " + text(Causes.innermost(secure));
    }
    Throwable malformed = Causes.find(failure, DecoderException.class);
    malformed =
        malformed == null ? Causes.find(failure, IllegalArgumentException.class) : malformed;
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
    return failure instanceof HttpClosedException
        || failure instanceof ClosedChannelException
        || failure instanceof PrematureChannelClosureException;
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

  private static String text(Throwable failure) {
    return Causes.message(
        failure, failure instanceof VertxException ? "failed" : failure.getClass().getSimpleName());
  }
}
