package ruchy.runtime.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannelConfig;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/// Connections that go on when the client closes its sending side. Only used on their event loops.
final class HalfClosed {
  private HalfClosed() {}

  /// Whether the connection goes on, instead of ending, when its client closes its sending side.
  static void allow(Channel channel, boolean goesOn) {
    if (channel.config() instanceof DuplexChannelConfig config
        && (!isOfLinux(channel) || Epoll.FIELD != null)) {
      config.setAllowHalfClosure(goesOn);
    }
  }

  /// The client has closed its sending side, as Netty has just told.
  static void begin(Channel channel) {
    Epoll field = isOfLinux(channel) ? Epoll.FIELD : null;
    if (field != null) {
      field.stayRegistered(channel);
    }
  }

  private static boolean isOfLinux(Channel channel) {
    return channel.getClass().getName().equals("io.netty.channel.epoll.EpollSocketChannel");
  }

  /// What a socket of Linux waits for. Netty takes a socket of which it expects nothing out of the
  /// set that the system watches, and fails when it wants to watch it again, such as to write on
  /// where the client reads slowly. So it always expects something of these: that a change is told
  /// once.
  ///
  /// @param operations the field of the channel
  /// @param with adds to its value
  /// @param changesOnce what is added
  private record Epoll(Field operations, Method with, Object changesOnce) {
    /// Null where Netty does not show it.
    static final @Nullable Epoll FIELD = find();

    private static @Nullable Epoll find() {
      try {
        Field operations =
            Class.forName("io.netty.channel.epoll.AbstractEpollChannel").getDeclaredField("ops");
        operations.setAccessible(true);
        Class<?> type = operations.getType();
        return new Epoll(
            operations, type.getMethod("with", type), type.getField("EPOLLET").get(null));
      } catch (ReflectiveOperationException | RuntimeException shut) {
        return null;
      }
    }

    void stayRegistered(Channel channel) {
      try {
        operations.set(channel, with.invoke(operations.get(channel), changesOnce));
      } catch (ReflectiveOperationException shut) {
        var _ = channel.close();
      }
    }
  }
}
