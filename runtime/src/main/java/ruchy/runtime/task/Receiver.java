package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.LibraryObject;

/// The receiving end of a channel; a loop over it ends when the channel is closed and empty. May be
/// used from any task.
@LibraryType("async::Receiver")
@HandsOn
public final class Receiver implements LibraryObject {
  private final Channel channel;

  Receiver(Channel channel) {
    this.channel = channel;
  }

  Channel channel() {
    return channel;
  }

  @Override
  public String typeName() {
    return "async::Receiver";
  }

  /// Waits for a value; nil once the channel is closed and empty.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel()
  /// spawn { tx.send("from a task") }
  /// rx.recv()   // => "from a task"
  /// ```
  @Export
  @Waits
  public @Nullable Object recv() {
    // As `Channel.receive`, whose frame every task that waits would keep besides.
    Channel.Taken taken = channel.poll();
    return (taken != null ? taken : Bridge.<Channel.Taken>await(channel.receiving())).value();
  }

  /// A value if there is one now, else nil.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel()
  /// rx.try_recv()   // => nil
  /// ```
  @Export
  public @Nullable Object tryRecv() {
    Channel.Taken taken = channel.poll();
    return taken == null ? null : taken.value();
  }

  /// Waits for a value, at most so many milliseconds; nil after them, or once the channel is closed
  /// and empty.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel()
  /// rx.recv_timeout(1)   // => nil
  /// ```
  @Export
  @Waits
  public @Nullable Object recvTimeout(long millis) {
    Channel.Taken taken = channel.receive(Math.max(1, millis));
    return taken == null ? null : taken.value();
  }

  @Override
  public Cursor cursor() {
    return new Walk();
  }

  private final class Walk extends Cursor {
    private @Nullable Object value;

    @Override
    public boolean advance() {
      Channel.Taken taken = channel.receive();
      if (taken.isEnd()) {
        return false;
      }
      value = taken.value();
      return true;
    }

    @Override
    public @Nullable Object value() {
      return value;
    }
  }
}
