package ruchy.runtime.packet;

import java.io.IOException;

/// A file that is no capture, or is damaged. The message says where.
final class BrokenCapture extends IOException {
  private static final long serialVersionUID = 1;

  /// @param place the byte where the fault begins, from 0
  BrokenCapture(long place, String fault) {
    super("at byte " + place + ": " + fault);
  }
}
