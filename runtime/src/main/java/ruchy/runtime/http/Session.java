package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The session of one request. Its lock is for tasks of the request that go on beside its
/// functions, and is not held while the program's functions run.
final class Session {
  private final Sessions sessions;

  /// What the client has sent, if it was right.
  private final @Nullable String received;

  private @Nullable SessionEntry entry;

  /// What the client had before the request changed the id.
  private @Nullable SessionEntry replaced;

  /// What this request alone sees: after the end of the session, or of the functions.
  private @Nullable MapValue own;

  private @Nullable Storing storing;

  private boolean rotates;
  private boolean ends;
  private boolean isLeft;
  private boolean isClosed;

  /// @param entry what is stored, if the program stores sessions
  Session(Sessions sessions, @Nullable String received, @Nullable SessionEntry entry) {
    this.sessions = sessions;
    this.received = received;
    this.entry = entry;
  }

  private SessionEntry open() {
    SessionEntry open = entry;
    if (open == null) {
      open = sessions.open(received);
      entry = open;
      if (rotates) {
        open = detach(open);
      }
    }
    return open;
  }

  /// A session of its own with a copy of the data; for the other requests that know the old id the
  /// session has ended. Of several that do so the first one has the data.
  private SessionEntry detach(SessionEntry old) {
    SessionEntry detached = SessionEntry.fresh();
    Object data = Sessions.copy(old.data);
    entry = detached;
    if (sessions.endsNow(old)) {
      replaced = old;
      detached.data = data instanceof MapValue map ? map : detached.data;
    } else {
      sessions.release(old);
    }
    return detached;
  }

  synchronized MapValue data() {
    MapValue data = own;
    if (data != null) {
      return data;
    }
    if (isClosed) {
      // The functions of the request never looked at it.
      MapValue last = received == null ? null : sessions.inMemory(received);
      data = last == null ? new HashMapValue() : last;
      own = data;
      return data;
    }
    SessionEntry open = open();
    data = open.data;
    if (open.isEnded || data == null) {
      // Another request has ended it, or changed its id: what it holds now is not for this one.
      data = new HashMapValue();
      own = data;
    }
    return data;
  }

  /// The same data in a new map under a new id: who knew the old one has nothing (after a login).
  ///
  /// @return false when the answer has left, which tells the client the id
  synchronized boolean rotate() {
    if (isLeft || isClosed) {
      return false;
    }
    if (rotates || ends) {
      return true;
    }
    rotates = true;
    own = null;
    SessionEntry open = entry;
    // One that is not open is not looked at here: the function may not have the turn.
    if (open != null) {
      detach(open);
    }
    return true;
  }

  /// Nothing of the session is kept.
  ///
  /// @return false when the answer has left
  synchronized boolean end() {
    if (isLeft || isClosed) {
      return false;
    }
    ends = true;
    own = new HashMapValue();
    return true;
  }

  /// The functions of the request have ended. Tasks that go on have the last map.
  ///
  /// @return how the program stores it, or null
  synchronized @Nullable Storing close() {
    if (entry != null) {
      own = data();
    }
    isClosed = true;
    return storing;
  }

  /// After that the request does not need what it shares with others.
  synchronized void release() {
    SessionEntry open = entry;
    SessionEntry old = replaced;
    if (open != null) {
      sessions.release(open);
    }
    if (old != null) {
      sessions.release(old);
    }
    entry = null;
    replaced = null;
  }

  /// The request is answered, and the head has not left.
  void leave(ClaimedHead head, Response response) {
    String cookie = keep(response);
    if (cookie != null) {
      head.addCookie(cookie);
    }
    Storing stored = storing;
    if (stored != null) {
      stored.beginAtNextWait();
    }
  }

  /// What tells the client of it, or null.
  private @Nullable String cookie(Sessions.Names names) {
    String id = names.id();
    if (id != null) {
      return Cookies.setCookie(
          sessions.cookie,
          Signature.signed(sessions.cookie, id, sessions.secret),
          sessions.attributes);
    }
    return names.before() == null
        ? null
        : Cookies.clearCookie(sessions.cookie, sessions.attributes);
  }

  private @Nullable String keep(Response response) {
    SessionEntry open;
    SessionEntry old;
    boolean isEnd;
    boolean isRotated;
    synchronized (this) {
      if (isClosed) {
        return null;
      }
      isLeft = true;
      open = entry;
      old = replaced;
      isEnd = ends;
      isRotated = rotates;
      if (open != null && sessions.areStored()) {
        Sessions.Names names = sessions.name(open, old, isEnd);
        String cookie = cookie(names);
        if (old != null || cookie != null) {
          storing = new Storing(sessions, response, open, old, isEnd, names.id() != null, cookie);
        }
        return cookie;
      }
    }
    if (open != null) {
      return cookie(sessions.keep(open, old, isEnd));
    }
    return received == null ? null : cookie(sessions.keep(received, isEnd, isRotated));
  }
}
