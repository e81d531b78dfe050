package ruchy.runtime.wire;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A loopback address of this process alone, for scans of many ports: they meet no socket of other
/// tests, whose servers would take them for clients. Linux has all of 127.0.0.0/8; elsewhere it is
/// the address of everybody.
public final class OwnLoopback {
  public static final InetAddress ADDRESS = find(ProcessHandle.current().pid());
  public static final String TEXT = ADDRESS.getHostAddress();

  private OwnLoopback() {}

  private static InetAddress find(long process) {
    if (!Files.exists(Path.of("/proc/net/tcp"))) {
      return InetAddress.getLoopbackAddress();
    }
    try {
      return InetAddress.getByAddress(
          new byte[] {
            127, (byte) (64 + (process >> 16 & 63)), (byte) (process >> 8), (byte) process
          });
    } catch (UnknownHostException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
