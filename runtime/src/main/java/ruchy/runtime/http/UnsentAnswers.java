package ruchy.runtime.http;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/// What a connection of HTTP/2 holds of answers because its client has not taken it: each stream
/// has a window that the client opens, so that one who opens none would have the server keep an
/// answer for each of its streams. Only used on the event loop of the connection.
///
/// When a part of the limit is reached, requests wait before their functions are called. What
/// functions that run already answer beyond all of it is thrown away. No answer counts for more
/// than that part, so that a large one, whose client takes it, has no other thrown away. And a
/// stream whose client takes nothing for some time is ended; it holds up no other one, so the
/// connection alone does not tell.
final class UnsentAnswers {
  private static final long UNKNOWN = -1;

  /// What is kept for a stream.
  private static final class Kept {
    private int writes;
    private long bytes;

    /// When the client must have taken something.
    private long deadline = UNKNOWN;
  }

  private final long most;
  private final Runnable whenFewer;
  private final IntObjectMap<Kept> streams = new IntObjectHashMap<>();
  private long bytes;

  /// @param most how many bytes there may be
  /// @param whenFewer called when the client has taken something, or a stream has ended
  UnsentAnswers(long most, Runnable whenFewer) {
    this.most = most;
    this.whenFewer = whenFewer;
  }

  /// Whether requests are to wait.
  boolean areMany() {
    return bytes > most / 4;
  }

  /// What a stream counts for of so many bytes.
  private long counted(long kept) {
    return Math.min(kept, most / 4 + 1);
  }

  private void change(Kept kept, long change) {
    bytes -= counted(kept.bytes);
    kept.bytes += change;
    bytes += counted(kept.bytes);
  }

  /// Whether nothing more is to be kept.
  boolean areTooMany() {
    return bytes > most;
  }

  /// That many bytes are kept for a stream until they leave, or the future is done.
  void add(int stream, int length, Future<Void> written) {
    if (written.isComplete()) {
      return;
    }
    Kept known = streams.get(stream);
    Kept kept = known == null ? new Kept() : known;
    if (known == null) {
      streams.put(stream, kept);
    }
    kept.writes++;
    change(kept, length);
    written.onComplete(
        done -> {
          if (--kept.writes == 0) {
            change(kept, -kept.bytes);
            streams.remove(stream);
          }
          whenFewer.run();
        });
  }

  /// So many bytes of a stream leave: it has all of its time again.
  void left(int stream, int length) {
    Kept kept = streams.get(stream);
    if (kept != null) {
      kept.deadline = UNKNOWN;
      change(kept, -Math.min(length, kept.bytes));
      whenFewer.run();
    }
  }

  /// The streams whose time is over.
  ///
  /// @param deadline that of streams for which nothing was kept until now, or which have taken
  ///   something
  List<Integer> overdue(long now, long deadline) {
    List<Integer> overdue = new ArrayList<>(0);
    for (IntObjectMap.PrimitiveEntry<Kept> each : streams.entries()) {
      Kept kept = each.value();
      if (kept.deadline == UNKNOWN) {
        kept.deadline = deadline;
      } else if (now >= kept.deadline) {
        overdue.add(each.key());
      }
    }
    return overdue;
  }
}
