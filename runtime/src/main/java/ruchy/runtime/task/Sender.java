package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// The sending end of a channel. May be used from any task.
@LibraryType("async::Sender")
@HandsOn
public final class Sender implements LibraryObject {
  private final Channel channel;

  Sender(Channel channel) {
    this.channel = channel;
  }

  Channel channel() {
    return channel;
  }

  @Override
  public String typeName() {
    return "async::Sender";
  }

  /// Puts a value into the channel and gives `Ok(nil)`; waits while it is full. Raises RuntimeError
  /// on a closed channel.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel()
  /// tx.send(1)
  /// rx.recv()   // => 1
  /// ```
  @Export
  @Waits
  @Type("result<nil, any>")
  public VariantValue send(@Nullable Object value) {
    channel.send(value);
    return Options.OK;
  }

  /// The same sending end.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel()
  /// let other = tx.clone()
  /// other.send(1)
  /// rx.recv()   // => 1
  /// ```
  @Export("clone")
  public Sender same() {
    return this;
  }

  /// Closes the channel: what is in it can still be received, nothing more can be sent.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel()
  /// tx.close()
  /// rx.recv()   // => nil
  /// ```
  @Export
  public void close() {
    channel.close();
  }
}
