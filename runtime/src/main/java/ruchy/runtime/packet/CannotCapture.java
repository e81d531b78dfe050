package ruchy.runtime.packet;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.stream.Collectors;

/// Why a capture cannot begin, and what to do.
final class CannotCapture extends IOException {
  private static final long serialVersionUID = 1;

  private CannotCapture(String message) {
    super(message);
  }

  static CannotCapture noPermission() {
    String java = ProcessHandle.current().info().command().orElse("java");
    return new CannotCapture(
        "no permission; run it as root (sudo), or allow it to this Java once and for all: sudo"
            + " setcap cap_net_raw,cap_net_admin=eip "
            + java);
  }

  static CannotCapture noInterface() throws IOException {
    String names =
        NetworkInterface.networkInterfaces()
            .map(NetworkInterface::getName)
            .sorted()
            .collect(Collectors.joining(", "));
    return new CannotCapture("there is no such interface; there are " + names + " and any");
  }
}
