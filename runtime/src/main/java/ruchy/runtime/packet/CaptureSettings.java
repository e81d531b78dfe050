package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;

/// How a capture is made.
///
/// @param filter in the language of libpcap, null for all packets
/// @param isPromiscuous whether packets for other machines are seen too
/// @param snapLength how many bytes of a packet are kept
record CaptureSettings(@Nullable String filter, boolean isPromiscuous, int snapLength) {
  static final int LARGEST = 262_144;
  static final CaptureSettings DEFAULT = new CaptureSettings(null, true, LARGEST);

  CaptureSettings withFilter(String text) {
    return new CaptureSettings(text, isPromiscuous, snapLength);
  }

  CaptureSettings withPromiscuous(boolean isOn) {
    return new CaptureSettings(filter, isOn, snapLength);
  }

  CaptureSettings withSnapLength(int bytes) {
    return new CaptureSettings(filter, isPromiscuous, bytes);
  }
}
