package ruchy.runtime.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;

/// The bytes of a connected socket as they are.
final class PlainPipe implements Pipe {
  /// The system copies what it is given; no more than this at once.
  private static final int SLICE = 128 << 10;

  /// After so many reads or writes without a wait, others may run.
  private static final int LONGEST_RUN = 64;

  private final SocketChannel channel;
  private final Incoming incoming;
  private final Outgoing outgoing;
  private volatile boolean isClosed;
  private int run;

  /// @param channel connected, non-blocking
  PlainPipe(SocketChannel channel) {
    this.channel = channel;
    incoming = new Incoming(channel);
    outgoing = new Outgoing(channel);
  }

  SocketChannel channel() {
    return channel;
  }

  @Override
  public Inbox inbox() {
    return incoming.inbox;
  }

  @Override
  public boolean more(long limitMillis) throws IOException {
    Incoming in = incoming;
    while (true) {
      if (isClosed) {
        throw new ClosedChannelException();
      }
      if (in.failure != null) {
        throw in.failure;
      }
      if (in.isEnd) {
        return false;
      }
      boolean hasSome = false;
      if (in.mayHaveMore || !in.isArmed()) {
        hasSome = in.attempt();
        if (hasSome) {
          rest();
        }
      }
      if (!hasSome) {
        in.inbox.rest();
        in.hasNews = false;
        in.await(limitMillis);
        run = 0;
        hasSome = in.hasNews;
      }
      if (hasSome && !in.isEnd && in.failure == null) {
        return true;
      }
    }
  }

  private void rest() {
    if (++run >= LONGEST_RUN) {
      run = 0;
      Bridge.sleep(0);
    }
  }

  @Override
  public void write(ByteBuffer bytes, long limitMillis) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      int wanted = Math.min(SLICE, end - bytes.position());
      bytes.limit(bytes.position() + wanted);
      int written = channel.write(bytes);
      bytes.limit(end);
      if (written < wanted) {
        outgoing.await(limitMillis);
        if (isClosed) {
          throw new ClosedChannelException();
        }
      } else if (wanted == SLICE) {
        rest();
      }
    }
  }

  @Override
  public void shutdownOutput(long limitMillis) throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    isClosed = true;
    try {
      channel.close();
    } catch (IOException failure) {
      // The system has forgotten the socket nevertheless.
    }
    incoming.wake();
    outgoing.wake();
    if (incoming.wasArmed() || outgoing.wasArmed()) {
      Reactor.instance().flush();
    }
  }

  @Override
  public boolean isClosed() {
    return isClosed;
  }

  /// What comes in. Owned by the reading task or, while that waits, by the reactor.
  private static final class Incoming extends Side {
    private final SocketChannel channel;
    private final Inbox inbox = new Inbox();

    /// Whether the last read filled all its room, or nothing has been read yet.
    private boolean mayHaveMore = true;

    private boolean hasNews;
    private boolean isEnd;
    private @Nullable IOException failure;

    Incoming(SocketChannel channel) {
      super(channel, SelectionKey.OP_READ);
      this.channel = channel;
    }

    @Override
    boolean attempt() {
      int count = read(inbox.room());
      if (count > 0) {
        inbox.added(count);
      }
      return count != 0;
    }

    @Override
    boolean attempt(ByteBuffer lent) {
      int count = read(lent);
      if (count > 0) {
        inbox.add(lent.flip());
      }
      return count != 0;
    }

    /// How many bytes have come; -1 for the end or a failure, which are kept.
    private int read(ByteBuffer room) {
      int count;
      try {
        count = channel.read(room);
        isEnd = count < 0;
      } catch (IOException cause) {
        failure = cause;
        count = -1;
      }
      mayHaveMore = count > 0 && !room.hasRemaining();
      hasNews = count != 0;
      return count;
    }
  }
}
