package ruchy.runtime.ws;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for the sockets of a server, or for one client. Changed only while it is set up, then
/// only read. Sizes in bytes, times in milliseconds.
final class Settings implements Cloneable {
  /// What a message that arrives may have; more closes the socket with 1009.
  int messageBytes = 1 << 20;

  /// What may wait to be sent to one peer; more closes its socket with 1013.
  long queueBytes = 16L << 20;

  /// After this long without a byte from the peer it is asked for a sign of life; 0 never.
  long pingMillis = 30_000;

  /// How long it may take for that; then the connection is cut.
  long pongMillis = 30_000;

  /// How long the peer may take to answer a close; then the connection is cut.
  long closeMillis = 10_000;

  /// How many sockets a server has at most; 0 is any number.
  int connections;

  /// Messages are compressed with this, if the peer understands it.
  @Nullable Compression compression;

  /// The sub-protocols, those that are liked better first.
  List<String> protocols = List.of();

  /// The origins of the pages that may connect; null for all.
  @Nullable List<String> origins;

  Settings copy() {
    try {
      return (Settings) super.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
