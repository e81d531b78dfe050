package ruchy.runtime.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes in both directions, for one reading and one writing task at a time.
sealed interface Pipe permits PlainPipe, SecurePipe {
  /// The bytes that have come and nobody has taken, for the reading task.
  Inbox inbox();

  /// Waits until more bytes have come into the inbox; false at the end of the stream. Raises
  /// TimeoutError after so many milliseconds, 0 being no limit.
  ///
  /// @throws IOException if the connection failed, or was closed meanwhile
  boolean more(long limitMillis) throws IOException;

  /// Waits until the system has taken all bytes. Raises TimeoutError when it takes none for so many
  /// milliseconds.
  ///
  /// @throws IOException if the connection failed, or was closed meanwhile
  void write(ByteBuffer bytes, long limitMillis) throws IOException;

  /// Tells the other side that nothing more will come.
  void shutdownOutput(long limitMillis) throws IOException;

  /// Ends both directions at once; tasks that wait here are told. Does nothing to a closed one.
  void close();

  boolean isClosed();
}
