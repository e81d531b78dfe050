package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What a server remembers of a client between requests: a map under an id, which the client keeps
/// in a signed cookie. All requests of one client at a time have the same map. The compiler takes
/// it for state that several tasks reach: functions that look at it while some function changes it
/// have the turn, so this class looks into a map only for requests whose functions have done so. A
/// store that the program provides always has the turn.
final class Sessions {
  private static final Set<String> OPTIONS =
      Set.of("secret", "store", "max_age", "max_sessions", "cookie", "secure", "same_site");

  /// The session of a client that has none, or none any more.
  private static final Names NOTHING = new Names(null, null);

  /// A session in memory that no request uses, as JSON.
  private record Kept(Buffer json, long untilMillis) {}

  /// By id; each use puts a session last, so the first ones are those that nobody has used for
  /// longest, and those that end first. Guarded by this.
  private final LinkedHashMap<String, Kept> memory = new LinkedHashMap<>();

  /// What requests use at this moment, by id: known sessions, and those that have ended while
  /// requests had them. Guarded by this.
  private final Map<String, Entry> live = new HashMap<>();

  private final @Nullable FunctionValue load;
  private final @Nullable FunctionValue save;
  private final @Nullable FunctionValue remove;
  private final String secret;
  private final String cookie;
  private final long maxAge;
  private final int maxSessions;
  private final MapValue attributes;

  private Sessions(Settings settings) {
    String given = settings.textOrNull("secret");
    secret = given == null ? Signature.randomId() : Signature.checked("secret of sessions", given);
    cookie = settings.text("cookie", "sid");
    maxAge = settings.number("max_age", 1, Integer.MAX_VALUE, 86_400);
    maxSessions = (int) settings.number("max_sessions", 1, Integer.MAX_VALUE, 100_000);
    attributes =
        HashMapValue.of(
            "max_age", maxAge,
            "secure", settings.truth("secure", false),
            "same_site", settings.text("same_site", "Lax"));
    MapValue store = settings.map("store");
    boolean isInMemory = store.isEmpty();
    load = isInMemory ? null : function(store, "get");
    save = isInMemory ? null : function(store, "set");
    remove = isInMemory ? null : function(store, "delete");
  }

  private static FunctionValue function(MapValue store, String name) {
    if (!(store.get(name) instanceof FunctionValue function)) {
      throw Failure.argumentError(
          "The store of sessions has the functions get(id), set(id, data, seconds) and delete(id)");
    }
    return function;
  }

  static FunctionValue middleware(MapValue options) {
    Sessions sessions = new Sessions(Settings.of("sessions", options, OPTIONS));
    return new NativeMiddleware(
        "sessions", sessions.storeWaits(), sessions.load != null, sessions::run);
  }

  private boolean storeWaits() {
    return Stream.of(load, save, remove).anyMatch(function -> function != null && function.waits());
  }

  private void run(Request request, Response response, Next next) {
    Session session = new Session(this, Signature.verified(request.cookie(cookie), secret));
    if (load != null) {
      session.open();
    }
    request.begin(session);
    response.beforeHead(() -> session.leave(response));
    try {
      next.call();
    } finally {
      session.close();
    }
  }

  /// The entry of that id, which all requests share; a new one that nobody else knows when there is
  /// no such session. To be released.
  private Entry open(@Nullable String id) {
    if (id == null) {
      return Entry.fresh();
    }
    Entry entry = share(id);
    boolean isFound = false;
    try {
      isFound = load == null ? isInMemory(entry, id) : isStored(entry, id, load);
    } finally {
      if (!isFound) {
        release(entry);
      }
    }
    return isFound ? entry : Entry.fresh();
  }

  private synchronized Entry share(String id) {
    Entry entry = live.computeIfAbsent(id, Entry::new);
    entry.users++;
    return entry;
  }

  private boolean isInMemory(Entry entry, String id) {
    synchronized (entry) {
      if (entry.data == null) {
        entry.data = inMemory(id);
      }
      return entry.data != null;
    }
  }

  private boolean isStored(Entry entry, String id, FunctionValue function) {
    entry.gate.enter();
    try {
      if (entry.data == null && function.offer(id) instanceof MapValue found) {
        entry.data = found;
      }
      return entry.data != null;
    } finally {
      entry.gate.leave();
    }
  }

  private @Nullable MapValue inMemory(String id) {
    Kept kept = kept(id);
    return kept != null && Json.value(kept.json()) instanceof MapValue data ? data : null;
  }

  private synchronized @Nullable Kept kept(String id) {
    Kept kept = memory.get(id);
    return kept != null && kept.untilMillis() > System.currentTimeMillis() ? kept : null;
  }

  private synchronized void release(Entry entry) {
    entry.users--;
    String id = entry.id;
    if (entry.users == 0 && id != null) {
      live.remove(id, entry);
    }
  }

  /// Whether this has ended it, and nobody before.
  private synchronized boolean endsNow(Entry entry) {
    boolean isFirst = !entry.isEnded;
    entry.isEnded = true;
    return isFirst;
  }

  private static @Nullable Object copy(@Nullable Object value) {
    return switch (value) {
      case MapValue map -> {
        MapValue copy = map.copy();
        for (int i = 0; i < map.positions(); i++) {
          Object key = map.keyAt(i);
          if (key != null) {
            copy.put(key, copy(map.get(key)));
          }
        }
        yield copy;
      }
      case ListValue list -> {
        ListValue copy = ListValue.of();
        for (int i = 0; i < list.size(); i++) {
          copy.add(copy(list.at(i)));
        }
        yield copy;
      }
      case null, default -> value;
    };
  }

  /// The names that the session gets when an answer leaves.
  ///
  /// @param before the name to be forgotten, or null
  /// @param id null when there is nothing to keep
  private record Names(@Nullable String before, @Nullable String id) {}

  private synchronized Names name(Entry entry, @Nullable Entry replaced, boolean ends) {
    String before = replaced == null ? null : replaced.id;
    String known = entry.id;
    if (ends) {
      entry.isEnded = true;
      return new Names(known == null ? before : known, null);
    }
    if (entry.isEnded) {
      return NOTHING; // The request that has ended it tells the client.
    }
    if (known != null) {
      return new Names(null, known);
    }
    MapValue data = entry.data;
    if (before == null && (data == null || data.isEmpty())) {
      return NOTHING;
    }
    String id = Signature.randomId();
    entry.id = id;
    live.put(id, entry);
    return new Names(before, id);
  }

  /// Keeps in memory what some function of the request may have changed.
  private Names keep(Entry entry, @Nullable Entry replaced, boolean ends) {
    // Functions that look at sessions which some function changes have the turn; the lock is for
    // the names, which others may give without it.
    Buffer json = ends ? null : Json.bytes(entry.data);
    synchronized (this) {
      Names names = name(entry, replaced, ends);
      if (names.before() != null) {
        memory.remove(names.before());
      }
      if (names.id() != null && json != null) {
        put(names.id(), json);
      }
      return names;
    }
  }

  /// As above, when no function of the request has looked at the session: it lasts longer.
  private synchronized Names keep(String id, boolean ends, boolean rotates) {
    Kept kept = kept(id);
    Entry used = live.get(id);
    if (kept == null) {
      return NOTHING;
    }
    if (used != null && used.isEnded) {
      return ends ? new Names(id, null) : NOTHING;
    }
    if (!ends && !rotates) {
      put(id, kept.json());
      return new Names(null, id);
    }
    memory.remove(id);
    if (used != null) {
      used.isEnded = true;
    }
    if (ends) {
      return new Names(id, null);
    }
    String rotated = Signature.randomId();
    put(rotated, kept.json());
    return new Names(id, rotated);
  }

  /// Each session put in costs the removal of one at most, on average.
  private void put(String id, Buffer json) {
    long now = System.currentTimeMillis();
    memory.remove(id);
    memory.put(id, new Kept(json, now + maxAge * 1000));
    Iterator<Kept> oldest = memory.values().iterator();
    while (oldest.next().untilMillis() <= now || memory.size() > maxSessions) {
      oldest.remove();
    }
  }

  /// Has the functions of the program keep the session; one at a time for one session, so that an
  /// older state of it does not replace a newer one, nor come back after its end.
  private Names keep(
      Entry entry,
      @Nullable Entry replaced,
      boolean ends,
      FunctionValue set,
      FunctionValue delete) {
    String before = replaced == null ? null : replaced.id;
    if (replaced != null && before != null) {
      replaced.gate.enter();
      try {
        delete.offer(before);
      } finally {
        replaced.gate.leave();
      }
    }
    entry.gate.enter();
    try {
      Names names = name(entry, replaced, ends);
      String ended = ends ? entry.id : null;
      if (ended != null) {
        delete.offer(ended);
      }
      if (names.id() != null) {
        set.offer(names.id(), entry.data, maxAge);
      }
      return names;
    } finally {
      entry.gate.leave();
    }
  }

  /// The session of a client while requests of it run: one for all of them, so that none loses what
  /// another one changes.
  private static final class Entry {
    /// Lets one request at a time wait for the functions that keep sessions.
    private final Gate gate = new Gate();

    /// Set once, before anybody else uses the entry: by the gate, or by this object's lock.
    private @Nullable MapValue data;

    /// Given once: the id that the client has sent, or a new one when the first answer leaves.
    /// Written under the lock of the sessions.
    private volatile @Nullable String id;

    /// Nothing of it is kept any more. Written under the lock of the sessions.
    private volatile boolean isEnded;

    /// Guarded by the sessions.
    private int users;

    private Entry(@Nullable String id) {
      this.id = id;
    }

    /// A session without an id, which one request has.
    static Entry fresh() {
      Entry entry = new Entry(null);
      entry.data = new HashMapValue();
      entry.users = 1;
      return entry;
    }
  }

  /// The session of one request. Its lock is for tasks of the request that go on beside its
  /// functions, and is not held while the program's functions run.
  static final class Session {
    private final Sessions sessions;

    /// What the client has sent, if it was right.
    private final @Nullable String received;

    private @Nullable Entry entry;

    /// What the client had before the request changed the id.
    private @Nullable Entry replaced;

    /// What this request alone sees: after the end of the session, or of the functions.
    private @Nullable MapValue own;

    private boolean rotates;
    private boolean ends;
    private boolean isLeft;
    private boolean isClosed;

    private Session(Sessions sessions, @Nullable String received) {
      this.sessions = sessions;
      this.received = received;
    }

    private Entry open() {
      Entry open = entry;
      if (open == null) {
        open = sessions.open(received);
        entry = open;
        if (rotates) {
          open = detach(open);
        }
      }
      return open;
    }

    /// A session of its own with a copy of the data; for the other requests that know the old id
    /// the session has ended. Of several that do so the first one has the data.
    private Entry detach(Entry old) {
      Entry detached = Entry.fresh();
      Object data = copy(old.data);
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
      Entry open = open();
      data = open.data;
      if (open.isEnded || data == null) {
        // Another request has ended it, or changed its id: what it holds now is not for this one.
        data = new HashMapValue();
        own = data;
      }
      return data;
    }

    /// The same data in a new map under a new id: who knew the old one has nothing (after a login).
    /// Nothing happens when the answer has left, which tells the client the id.
    synchronized void rotate() {
      if (isLeft || isClosed || rotates || ends) {
        return;
      }
      rotates = true;
      own = null;
      Entry open = entry;
      // One that is not open is not looked at here: the function may not have the turn.
      if (open != null) {
        detach(open);
      }
    }

    synchronized void end() {
      ends = true;
      own = new HashMapValue();
    }

    /// The functions of the request have ended. Tasks that go on have the last map.
    private synchronized void close() {
      Entry open = entry;
      Entry old = replaced;
      if (open != null) {
        own = data();
        sessions.release(open);
      }
      isClosed = true;
      if (old != null) {
        sessions.release(old);
      }
      entry = null;
      replaced = null;
    }

    /// The answer is about to leave.
    private void leave(Response response) {
      Names names = keep();
      String id = names.id();
      if (id != null) {
        response.addCookie(
            Cookies.setCookie(
                sessions.cookie, Signature.signed(id, sessions.secret), sessions.attributes));
      } else if (names.before() != null) {
        response.addCookie(Cookies.clearCookie(sessions.cookie));
      }
    }

    private Names keep() {
      Entry open;
      Entry old;
      boolean isEnd;
      boolean isRotated;
      synchronized (this) {
        if (isClosed) {
          return NOTHING;
        }
        isLeft = true;
        open = entry;
        old = replaced;
        isEnd = ends;
        isRotated = rotates;
      }
      if (open == null) {
        return received == null ? NOTHING : sessions.keep(received, isEnd, isRotated);
      }
      FunctionValue set = sessions.save;
      FunctionValue delete = sessions.remove;
      return set != null && delete != null
          ? sessions.keep(open, old, isEnd, set, delete)
          : sessions.keep(open, old, isEnd);
    }
  }
}
