package ruchy.runtime.packet;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where frames come from. Used by one thread at a time, which may block.
interface FrameSource extends Closeable {
  /// How long a thread waits for frames before it looks whether it should go on.
  int WAIT_MILLIS = 100;

  /// As many frames are given at once at most.
  int BATCH = 512;

  /// Waits for frames, but not for long: empty when none came, null at the end.
  @Nullable List<Frame> batch() throws IOException;

  /// How many packets the system has dropped because they were not read in time.
  long dropped();
}
