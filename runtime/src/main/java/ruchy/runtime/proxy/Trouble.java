package ruchy.runtime.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Causes;

/// What went wrong between this server and a backend, as the log tells it.
enum Trouble {
  CONNECT,
  TLS,
  TOO_BUSY,
  CLOSED,
  BROKEN_OFF,
  MALFORMED,
  NO_ANSWER_IN_TIME,
  SILENT;

  /// The status of the answer: 504 for what took too long, 503 for what this server refuses, 502
  /// for all else (RFC 9110, section 15.6).
  int status(@Nullable Throwable cause) {
    return switch (this) {
      case TOO_BUSY -> 503;
      case NO_ANSWER_IN_TIME, SILENT -> 504;
      case CONNECT, TLS -> isLate(cause) ? 504 : 502;
      case CLOSED, BROKEN_OFF, MALFORMED -> 502;
    };
  }

  private static boolean isLate(@Nullable Throwable cause) {
    return cause instanceof ConnectTimeoutException
        || cause instanceof SslHandshakeTimeoutException;
  }

  /// The reason in words.
  String text(@Nullable Throwable cause, Settings settings) {
    return switch (this) {
      case CONNECT ->
          isLate(cause)
              ? "no connection within " + settings.connectMillis + " ms"
              : cause instanceof UnknownHostException ? "unknown host" : reason(cause);
      case TLS -> "TLS: " + innermost(cause);
      case TOO_BUSY -> "too many requests wait for a connection";
      case CLOSED -> cause == null ? "the connection was closed before the answer" : reason(cause);
      case BROKEN_OFF -> "the connection was closed in the middle of the answer";
      case MALFORMED -> "the answer is malformed: " + innermost(cause);
      case NO_ANSWER_IN_TIME -> "no answer within " + settings.answerMillis + " ms";
      case SILENT -> "no byte within " + settings.idleMillis + " ms";
    };
  }

  /// What the end of a connection was.
  static Trouble of(@Nullable Throwable cause, boolean isAnswering) {
    return cause instanceof DecoderException || cause instanceof IllegalArgumentException
        ? MALFORMED
        : isAnswering ? BROKEN_OFF : CLOSED;
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "closed" : Causes.message(cause, cause.getClass().getSimpleName());
  }

  private static String innermost(@Nullable Throwable cause) {
    return reason(cause == null ? null : Causes.innermost(cause));
  }
}
