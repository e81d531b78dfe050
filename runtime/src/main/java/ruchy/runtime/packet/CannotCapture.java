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

  /// The right is given to the process, not to the file of `java`: with that, the system no longer
  /// looks for Java's own libraries beside it, and no program starts.
  static CannotCapture noPermission() {
    return new CannotCapture(
        "no permission; run it as root (sudo), or with the right to capture alone: sudo setpriv"
            + " --reuid=$(id -u) --regid=$(id -g) --init-groups --inh-caps=+net_raw"
            + " --ambient-caps=+net_raw COMMAND");
  }

  /// The same for who makes a tunnel.
  static CannotCapture noTunnelPermission() {
    return new CannotCapture(
        "no permission; run it as root (sudo), or with the right to configure networks alone: sudo"
            + " setpriv --reuid=$(id -u) --regid=$(id -g) --init-groups --inh-caps=+net_admin"
            + " --ambient-caps=+net_admin COMMAND");
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
