package ruchy.runtime.http;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How many frames of HTTP/2 a client may send that bring nothing and have to be answered or at
/// least read: pings, settings, resets, empty pieces of bodies, frames of unknown kinds (RFC 9113,
/// section 10.5), and how many streams it may make the server reset. Requests and bodies earn them,
/// and so does time; what the server sends earns updates of windows. One for each connection; only
/// used on its event loop.
final class FloodGuard {
  /// How many there may be at once.
  private static final int MOST = 1000;

  private static final int EACH_SECOND = 100;

  /// Earned by a head, or by a piece of a body: some clients ping with each piece to measure the
  /// way.
  private static final int FOR_CONTENT = 4;

  /// How many updates of windows each frame that the server sends earns. Two are usual, for the
  /// stream and for the connection.
  private static final int UPDATES_FOR_SENT = 4;

  /// A piece of a body that is padded and no longer than this may be empty.
  private static final int MOST_PADDING = 256;

  /// How many streams each side may reset in that many seconds: the client those that it has begun
  /// (CVE-2023-44487), the server those on which the client did something wrong (CVE-2025-8671).
  static final int MOST_RESETS = 200;

  private static final int RESET_SECONDS = 30;

  private static final int PADDED = 8;

  private final int mostContinuations;
  private int left = MOST;
  private long seconds = now();
  private int continuations;

  /// Of the updates of windows; those that were earned do not become fewer with time.
  private long updatesLeft = MOST;

  private long updateSeconds = seconds;

  private final Resets byClient = new Resets();
  private final Resets byServer = new Resets();

  /// @param headBytes how long the fields of a head may be together
  FloodGuard(int headBytes) {
    // A head of that length needs one for each 16 KiB, and clients may cut it smaller.
    mostContinuations = 8 + headBytes / 1024;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
  }

  /// What is wrong with one more frame of the client with that type, flags and length, or null.
  @Nullable Http2Exception fault(int type, int flags, int length) {
    return switch (type) {
      case FrameTypes.HEADERS -> {
        continuations = 0;
        updatesLeft += FOR_CONTENT;
        yield earned();
      }
      case FrameTypes.CONTINUATION ->
          ++continuations > mostContinuations ? tooMany("CONTINUATION") : null;
      case FrameTypes.DATA -> {
        boolean mayBeEmpty = length == 0 || ((flags & PADDED) != 0 && length <= MOST_PADDING);
        yield mayBeEmpty ? spent() : earned();
      }
      case FrameTypes.WINDOW_UPDATE -> updated();
      case FrameTypes.RST_STREAM -> byClient.areTooMany() ? tooMany("RST_STREAM") : null;
      default -> spent();
    };
  }

  /// The server sends a frame.
  void sent() {
    updatesLeft += UPDATES_FOR_SENT;
  }

  /// What is wrong when the server resets one more stream, with that error, or null. Those that it
  /// gives up by itself are not the client's fault.
  @Nullable Http2Exception faultOfReset(long error) {
    if (error == Http2Error.NO_ERROR.code()
        || error == Http2Error.CANCEL.code()
        || error == Http2Error.ENHANCE_YOUR_CALM.code()
        || error == Http2Error.INTERNAL_ERROR.code()) {
      return null;
    }
    return byServer.areTooMany() ? tooMany("malformed") : null;
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

  private @Nullable Http2Exception updated() {
    if (--updatesLeft >= 0) {
      return null;
    }
    long second = now();
    updatesLeft = Math.min(MOST, (second - updateSeconds) * EACH_SECOND) - 1;
    updateSeconds = second;
    return updatesLeft >= 0 ? null : tooMany("WINDOW_UPDATE");
  }

  private static Http2Exception tooMany(String kind) {
    return Http2Exception.connectionError(
        Http2Error.ENHANCE_YOUR_CALM, "There are too many %s frames", kind);
  }

  /// The resets of one side.
  private static final class Resets {
    private int count;
    private long begun = now();

    /// Whether there are too many with one more.
    boolean areTooMany() {
      long second = now();
      if (second - begun >= RESET_SECONDS) {
        begun = second;
        count = 0;
      }
      return ++count > MOST_RESETS;
    }
  }
}
