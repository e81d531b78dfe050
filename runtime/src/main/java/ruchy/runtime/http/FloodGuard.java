package ruchy.runtime.http;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How many frames of HTTP/2 a client may send that bring nothing and have to be answered or at
/// least read: pings, settings, resets, empty pieces of bodies, frames of unknown kinds (RFC 9113,
/// section 10.5). Requests and bodies earn them, and so does time. One for each connection; only
/// used on its event loop.
final class FloodGuard {
  /// How many there may be at once.
  private static final int MOST = 1000;

  private static final int EACH_SECOND = 100;

  /// Earned by a head, or by a piece of a body: some clients ping with each piece to measure the
  /// way.
  private static final int FOR_CONTENT = 4;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;

  private final int mostContinuations;
  private int left = MOST;
  private long seconds = now();
  private int continuations;

  /// @param headBytes how long the fields of a head may be together
  FloodGuard(int headBytes) {
    // A head of that length needs one for each 16 KiB, and clients may cut it smaller.
    mostContinuations = 8 + headBytes / 1024;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
  }

  /// What is wrong with one more frame of that type and length, or null.
  @Nullable Http2Exception fault(int type, int length) {
    return switch (type) {
      case HEADERS -> {
        continuations = 0;
        yield earned();
      }
      case CONTINUATION -> ++continuations > mostContinuations ? tooMany("CONTINUATION") : null;
      case DATA -> length > 0 ? earned() : spent();
      // Their number goes with what the server sends.
      case WINDOW_UPDATE -> null;
      default -> spent();
    };
  }

  private @Nullable Http2Exception earned() {
    left = Math.min(MOST, left + FOR_CONTENT);
    return null;
  }

  private @Nullable Http2Exception spent() {
    if (--left >= 0) {
      return null;
    }
    long second = now();
    left = (int) Math.min(MOST, (second - seconds) * EACH_SECOND) - 1;
    seconds = second;
    return left >= 0 ? null : tooMany("empty or control");
  }

  private static Http2Exception tooMany(String kind) {
    return Http2Exception.connectionError(
        Http2Error.ENHANCE_YOUR_CALM, "There are too many %s frames", kind);
  }
}
