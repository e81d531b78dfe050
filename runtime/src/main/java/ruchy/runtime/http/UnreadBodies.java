package ruchy.runtime.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;

/// What a connection of HTTP/2 holds of the bodies of its requests: of each of its streams a body
/// may be collected, so that one client would have the server keep as many as it has streams. Only
/// used on the event loop of the connection.
///
/// When the limit is reached, bodies are not read on before functions have answered, or read, what
/// is held for them. Functions may take long: as long as less than the limit is held for those that
/// have begun, one of the bodies that are still arriving is read on. So about twice the limit and
/// one body are held at most. Read on are also all that the client has sent to their ends, which
/// are here already.
final class UnreadBodies {
  private final Loop loop;
  private final long most;
  private long bytes;

  /// Those of requests whose functions have begun.
  private long begun;

  private final Deque<IncomingBody> waiting = new ArrayDeque<>();

  /// Those that are read on because all of them is here; their functions are about to begin.
  private final Set<IncomingBody> ending = new HashSet<>();

  /// The one that is read on although there is no room.
  private @Nullable IncomingBody only;

  private boolean isToGoOn;

  /// @param most how many bytes there may be
  UnreadBodies(Loop loop, long most) {
    this.loop = loop;
    this.most = most;
  }

  /// Whether more of a body may be read.
  boolean haveRoomFor(IncomingBody body) {
    return bytes < most || body == only;
  }

  /// Bytes of a body have come.
  ///
  /// @param isBegun whether the functions of its request have begun
  void add(int length, boolean isBegun) {
    bytes += length;
    begun += isBegun ? length : 0;
  }

  /// The functions of a request begin, for whose body so many bytes are held.
  void begin(IncomingBody body, long length) {
    begun += length;
    leave(body);
  }

  /// Bytes that were held are not held any longer.
  void remove(long length, boolean isBegun) {
    if (length > 0) {
      bytes -= length;
      begun -= isBegun ? length : 0;
      goOnLater();
    }
  }

  /// A body waits until there is room for more of it, and is told so by `readOn`.
  void await(IncomingBody body) {
    waiting.add(body);
    goOnLater();
  }

  /// A body that may have waited is not read on.
  void leave(IncomingBody body) {
    if (body == only || ending.remove(body)) {
      only = body == only ? null : only;
      goOnLater();
    } else if (!waiting.isEmpty()) {
      waiting.remove(body);
    }
  }

  /// Looks who may be read on, when the event loop has done what it does now.
  void goOnLater() {
    if (!isToGoOn && !waiting.isEmpty()) {
      isToGoOn = true;
      loop.execute(this::goOn);
    }
  }

  private void goOn() {
    isToGoOn = false;
    for (IncomingBody body : List.copyOf(waiting)) {
      if (body.hasCome() && waiting.remove(body)) {
        ending.add(body);
        body.readOn();
      }
    }
    while (bytes < most) {
      IncomingBody next = waiting.poll();
      if (next == null) {
        return;
      }
      next.readOn();
    }
    if (begun < most && ending.isEmpty() && only == null) {
      IncomingBody next = waiting.poll();
      if (next != null) {
        only = next;
        next.readOn();
      }
    }
  }
}
