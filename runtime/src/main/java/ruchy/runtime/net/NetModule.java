package ruchy.runtime.net;

import java.io.IOException;
import ruchy.runtime.failure.Failure;
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
    try {
      if (port < 1) {
        return false;
      }
      Connecting.open(Address.of(host, port), Math.max(1, millis)).close();
      return true;
    } catch (IOException closed) {
      return true;
    } catch (Failure failure) {
      if (failure.matchesType("CancelledError")) {
        throw failure;
      }
      return false;
    }
  }
}
