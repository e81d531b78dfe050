package ruchy.runtime.ws;

import io.netty.channel.ConnectTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import ruchy.runtime.failure.Causes;

/// What the libraries throw, in the words of errors.
final class Reasons {
  private Reasons() {}

  /// Why there is no connection.
  static String ofConnecting(Throwable failure, long limitMillis) {
    if (Causes.find(failure, UnknownHostException.class) != null) {
      return "unknown host";
    }
    if (Causes.find(failure, ConnectTimeoutException.class) != null) {
      return "no connection within " + limitMillis + " ms";
    }
    return text(failure);
  }

  /// Why there is no TLS.
  static String ofSecuring(Throwable failure) {
    Throwable certificate = Causes.find(failure, CertificateException.class);
    if (certificate != null) {
      return "TLS: the certificate is not accepted: " + text(Causes.innermost(certificate));
    }
    String reason = text(Causes.innermost(failure));
    return reason.startsWith("not an SSL/TLS record")
        ? "TLS: the server does not speak it"
        : "TLS: " + reason;
  }

  /// Why a connection ended before the answer.
  static String ofExchange(Throwable failure) {
    return Causes.find(failure, SSLException.class) != null
        ? ofSecuring(failure)
        : "the connection failed before the answer: " + text(failure);
  }

  private static String text(Throwable failure) {
    return Causes.message(failure, "the connection was closed");
  }
}
