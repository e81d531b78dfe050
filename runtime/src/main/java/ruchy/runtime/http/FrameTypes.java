package ruchy.runtime.http;

/// The frames of HTTP/2 that are looked at (RFC 9113, section 6).
final class FrameTypes {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  /// How long the head of every frame is (section 4.1).
  static final int HEAD_BYTES = 9;

  private FrameTypes() {}
}
