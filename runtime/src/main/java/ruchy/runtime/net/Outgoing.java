package ruchy.runtime.net;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/// What goes out: the task sends itself, once the system has room.
final class Outgoing extends Side {
  Outgoing(SelectableChannel channel) {
    super(channel, SelectionKey.OP_WRITE);
  }

  @Override
  boolean attempt() {
    return true;
  }
}
