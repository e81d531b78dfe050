package ruchy.runtime.ws;

import io.netty.buffer.ByteBufUtil;
import ruchy.runtime.failure.Failure;

/// The codes with which a WebSocket is closed (RFC 6455, section 7.4).
final class CloseCode {
  static final int NORMAL = 1000;
  static final int GOING_AWAY = 1001;
  static final int PROTOCOL_ERROR = 1002;
  static final int NONE = 1005;
  static final int ABNORMAL = 1006;
  static final int NOT_TEXT = 1007;
  static final int TOO_BIG = 1009;
  static final int INTERNAL_ERROR = 1011;
  static final int TRY_AGAIN = 1013;

  private static final int LONGEST_REASON = 123;

  private CloseCode() {}

  /// Whether the code may stand in a frame.
  static boolean isValid(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  /// What a program closes with; raises ArgumentError.
  static Message message(long code, String reason) {
    if (code < 0 || code > 4999 || !isValid((int) code)) {
      throw Failure.argumentError(
          "A WebSocket is closed with 1000 to 1003, 1007 to 1014 or 3000 to 4999, got " + code);
    }
    if (ByteBufUtil.utf8Bytes(reason) > LONGEST_REASON) {
      throw Failure.argumentError("The reason of a close has at most " + LONGEST_REASON + " bytes");
    }
    return Message.close((int) code, reason);
  }
}
