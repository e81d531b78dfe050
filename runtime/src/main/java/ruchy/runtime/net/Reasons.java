package ruchy.runtime.net;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import ruchy.runtime.failure.Causes;

/// What the system says, in the words of errors.
final class Reasons {
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
    return Causes.message(failure, failure.getClass().getSimpleName());
  }

  private static String ofTls(Throwable failure) {
    Throwable innermost = Causes.innermost(failure);
    String reason = Causes.message(innermost, innermost.getClass().getSimpleName());
    if (Causes.find(failure, CertificateException.class) != null) {
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

  /// Whether somebody has the address, or has had it.
  static boolean isInUse(IOException failure) {
    return of(failure).equals("address already in use");
  }
}
