package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;

/// What a port is like.
///
/// @param nanos how long the answer took
/// @param banner what the other side said by itself, null if it was not asked or silent
/// @param subject the name on its certificate of TLS, null if it was not asked or has none
public record Probe(State state, long nanos, @Nullable String banner, @Nullable String subject) {
  private static final int LONGEST_BANNER = 256;

  /// How a port answers.
  public enum State {
    /// It takes connections.
    OPEN,
    /// The host refuses connections.
    CLOSED,
    /// Nobody answers, or somebody on the way says that nobody may.
    FILTERED
  }

  /// Connects, and waits so many milliseconds at most. Raises CancelledError alone.
  public static Probe of(InetAddress host, int port, long limitMillis) {
    return of(host, port, limitMillis, 0, false);
  }

  /// As above, and listens to what an open port says, or asks for its certificate.
  ///
  /// @param greetingMillis how long to wait for its words; 0 is not at all
  /// @param isSecure whether the port speaks TLS
  public static Probe of(
      InetAddress host, int port, long limitMillis, long greetingMillis, boolean isSecure) {
    Slots.CONNECTING.enter();
    long begin = System.nanoTime();
    try {
      SocketChannel channel = Connecting.open(new InetSocketAddress(host, port), limitMillis);
      long nanos = System.nanoTime() - begin;
      if (greetingMillis == 0) {
        channel.close();
        return new Probe(State.OPEN, nanos, null, null);
      }
      return greeted(channel, host, port, nanos, greetingMillis, isSecure);
    } catch (IOException failure) {
      String reason = Reasons.of(failure);
      boolean isRefused = reason.equals("connection refused") || reason.equals("connection reset");
      long nanos = System.nanoTime() - begin;
      return new Probe(isRefused ? State.CLOSED : State.FILTERED, nanos, null, null);
    } catch (Failure failure) {
      if (!failure.matchesType("TimeoutError")) {
        throw failure;
      }
      return new Probe(State.FILTERED, System.nanoTime() - begin, null, null);
    } finally {
      Slots.CONNECTING.leave();
    }
  }

  private static Probe greeted(
      SocketChannel channel,
      InetAddress host,
      int port,
      long nanos,
      long greetingMillis,
      boolean isSecure) {
    var pipe = new PlainPipe(channel);
    String banner = null;
    String subject = null;
    try {
      if (isSecure) {
        subject = subject(pipe, host, port, greetingMillis);
      } else if (pipe.more(greetingMillis)) {
        Inbox inbox = pipe.inbox();
        banner = printable(inbox.take(Math.min(LONGEST_BANNER, inbox.size())));
      }
    } catch (IOException silent) {
      banner = null;
    } catch (Failure failure) {
      if (!failure.matchesType("TimeoutError")) {
        throw failure;
      }
    } finally {
      pipe.close();
    }
    return new Probe(State.OPEN, nanos, banner, subject);
  }

  private static @Nullable String subject(
      PlainPipe pipe, InetAddress host, int port, long greetingMillis) throws IOException {
    var tls = Tls.ofClient(HashMapValue.of("insecure", true));
    var secure = new SecurePipe(pipe, tls.client(host.getHostAddress(), port));
    secure.handshake(greetingMillis);
    return secure.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate found
        ? found.getSubjectX500Principal().getName()
        : null;
  }

  /// The first words without what could confuse a terminal.
  private static String printable(byte[] bytes) {
    var text = new StringBuilder();
    new String(bytes, UTF_8)
        .strip()
        .codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  /// Lets others run, after work without a wait.
  public static void rest() {
    Bridge.sleep(0);
  }
}
