package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The session of a client while requests of it run: one for all of them, so that none loses what
/// another one changes.
final class SessionEntry {
  /// Lets one request at a time wait for the functions that keep sessions.
  final Gate gate = new Gate();

  /// Set once, before anybody else uses the entry: by the gate, or by this object's lock.
  @Nullable MapValue data;

  /// Given once: the id that the client has sent, or a new one when the first answer leaves.
  /// Written under the lock of the sessions.
  volatile @Nullable String id;

  /// Nothing of it is kept any more. Written under the lock of the sessions.
  volatile boolean isEnded;

  /// Guarded by the sessions.
  int users;

  SessionEntry(@Nullable String id) {
    this.id = id;
  }

  /// A session without an id, which one request has.
  static SessionEntry fresh() {
    SessionEntry entry = new SessionEntry(null);
    entry.data = new HashMapValue();
    entry.users = 1;
    return entry;
  }
}
