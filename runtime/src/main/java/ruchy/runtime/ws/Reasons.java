package ruchy.runtime.ws;

import io.netty.channel.ConnectTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What the libraries throw, in the words of errors.
final class Reasons {
  private Reasons() {}

  /// Why there is no connection.
  static String ofConnecting(Throwable failure, long limitMillis) {
    if (find(failure, UnknownHostException.class) != null) {
      return "unknown host";
    }
    if (find(failure, ConnectTimeoutException.class) != null) {
      return "no connection within " + limitMillis + " ms";
    }
    return text(failure);
  }

  /// Why there is no TLS.
  static String ofSecuring(Throwable failure) {
    Throwable certificate = find(failure, CertificateException.class);
    if (certificate != null) {
      return "TLS: the certificate is not accepted: " + text(root(certificate));
    }
    String reason = text(root(failure));
    return reason.startsWith("not an SSL/TLS record")
        ? "TLS: the server does not speak it"
        : "TLS: " + reason;
  }

  /// Why a connection ended before the answer.
  static String ofExchange(Throwable failure) {
    return find(failure, SSLException.class) != null
        ? ofSecuring(failure)
        : "the connection failed before the answer: " + text(failure);
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
      return "the connection was closed";
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
