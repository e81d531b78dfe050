package ruchy.runtime.net;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// What the system says, in the words of errors.
final class Reasons {
  private static final String[] KNOWN = {
    "connection refused",
    "connection reset",
    "connection timed out",
    "no route to host",
    "network is unreachable",
    "broken pipe",
    "address already in use",
    "cannot assign requested address",
    "permission denied",
    "too many open files",
    "no such file or directory",
    "message too long",
    "operation not permitted"
  };

  private Reasons() {}

  /// Why it failed, without the noise around it.
  static String of(Throwable failure) {
    if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
      return "unknown host";
    }
    if (failure instanceof AsynchronousCloseException
        || failure instanceof ClosedChannelException) {
      return "it is closed";
    }
    if (failure instanceof SSLException) {
      return ofTls(failure);
    }
    if (failure instanceof PortUnreachableException) {
      return "connection refused";
    }
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    String lower = message.toLowerCase(Locale.ROOT);
    for (String known : KNOWN) {
      if (lower.contains(known)) {
        return known;
      }
    }
    return message.strip();
  }

  private static String ofTls(Throwable failure) {
    Throwable innermost = failure;
    boolean isCertificate = false;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      isCertificate |= each instanceof CertificateException;
      innermost = each.getMessage() == null ? innermost : each;
    }
    String reason = String.valueOf(innermost.getMessage());
    if (isCertificate) {
      return "TLS: the certificate is not accepted: " + reason;
    }
    return reason.contains("plaintext connection") || reason.startsWith("Unsupported or unrec")
        ? "TLS: the other side does not speak it"
        : "TLS: " + reason;
  }

  /// Whether the process has no descriptor left for another socket.
  static boolean isOutOfDescriptors(IOException failure) {
    return of(failure).equals("too many open files");
  }
}
