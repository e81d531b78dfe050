package ruchy.runtime.message;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Connects to a host that has several addresses: to the first one, and to the next one too as soon
/// as one has failed or has been silent for a while. The first connection is the one; those that
/// come later are given back (RFC 8305, section 5). Only used on its event loop.
public final class Race<T> {
  /// How long an address has before the next one is asked, too (RFC 8305, section 8).
  private static final long HEAD_START_MILLIS = 250;

  /// How one address is reached.
  public interface Course<T> {
    /// Connects, and tells what became of it, once and on the event loop: a connection, or why
    /// there is none.
    void connect(InetAddress address, BiConsumer<@Nullable T, @Nullable Throwable> outcome);

    /// Whether other addresses would end the same way.
    boolean isFinal(Throwable failure);

    /// Takes back a connection that nobody needs.
    void giveBack(T connection);

    /// The end: a connection with its address, or the first failure.
    void done(@Nullable T connection, @Nullable InetAddress address, @Nullable Throwable failure);
  }

  private final EventLoop loop;
  private final List<InetAddress> addresses;
  private final Course<T> course;
  private int begun;
  private int failed;
  private boolean isOver;
  private @Nullable Throwable firstFailure;
  private @Nullable ScheduledFuture<?> headStart;

  /// @param addresses of the host, at least one, in the order in which they are tried
  public Race(EventLoop loop, List<InetAddress> addresses, Course<T> course) {
    this.loop = loop;
    this.addresses = addresses;
    this.course = course;
  }

  /// Asks the first address.
  public void begin() {
    next();
  }

  private void next() {
    if (isOver || begun == addresses.size()) {
      return;
    }
    InetAddress address = addresses.get(begun++);
    if (begun < addresses.size()) {
      headStart = loop.schedule(this::next, HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
    }
    course.connect(
        address,
        (connection, failure) -> {
          if (connection != null) {
            connected(connection, address);
          } else if (failure != null) {
            failed(failure);
          }
        });
  }

  private void connected(T connection, InetAddress address) {
    if (isOver) {
      course.giveBack(connection);
      return;
    }
    end();
    course.done(connection, address, null);
  }

  private void failed(Throwable failure) {
    if (isOver) {
      return;
    }
    failed++;
    Throwable first = firstFailure == null ? failure : firstFailure;
    firstFailure = first;
    boolean isFinal = course.isFinal(failure);
    if (isFinal || failed == addresses.size()) {
      end();
      course.done(null, null, isFinal ? failure : first);
    } else {
      stopHeadStart();
      next();
    }
  }

  private void end() {
    isOver = true;
    stopHeadStart();
  }

  private void stopHeadStart() {
    if (headStart != null) {
      headStart.cancel(false);
      headStart = null;
    }
  }
}
