package ruchy.runtime.net;

import java.io.IOException;
import java.net.InetAddress;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Waits;

/// The module `net`.
@Module("net")
public final class NetModule {
  private static final long DEFAULT_MILLIS = 1000;

  private NetModule() {}

  /// Whether a port takes connections; waits a second at most. Never raises: what cannot be reached
  /// is not open.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// net::is_port_open("127.0.0.1", listener.port)   // => true
  /// listener.close()
  /// ```
  @Export
  @Waits
  public static boolean isPortOpen(String host, long port) {
    return isPortOpen(host, port, DEFAULT_MILLIS);
  }

  /// Whether a port takes connections; waits so many milliseconds at most.
  ///
  /// ```ruchy
  /// net::is_port_open("127.0.0.1", 1, 200)   // => false
  /// ```
  @Export
  @Waits
  public static boolean isPortOpen(String host, long port, long millis) {
    if (port < 1 || port > 65535 || host.isEmpty()) {
      return false;
    }
    try {
      for (InetAddress address : Names.lookUp(host)) {
        if (Probe.of(address, (int) port, Math.max(1, millis)).state() == Probe.State.OPEN) {
          return true;
        }
      }
      return false;
    } catch (IOException unknown) {
      return false;
    }
  }
}
