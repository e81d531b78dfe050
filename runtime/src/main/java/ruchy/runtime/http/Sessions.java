package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// What a server remembers of a client between requests: a map under an id, which the client keeps
/// in a signed cookie. All requests of one client at a time have the same map. The compiler takes
/// it for state that several tasks reach: functions that look at it while some function changes it
/// have the turn, so this class looks into a map only for requests whose functions have done so. A
/// store that the program provides always has the turn.
final class Sessions {
  private static final Set<String> OPTIONS =
      Set.of("secret", "store", "max_age", "cookie", "secure", "same_site");

  /// More sessions than this in memory: those that nobody has used for longest are looked at.
  private static final int MANY = 10_000;

  /// A session in memory that no request uses, as JSON.
  private record Kept(Buffer json, long untilMillis) {}

  private final Map<String, Kept> memory = new ConcurrentHashMap<>();

  /// What requests use at this moment, by the current id. Guarded by this.
  private final Map<String, Entry> live = new HashMap<>();

  private final @Nullable FunctionValue load;
  private final @Nullable FunctionValue save;
  private final @Nullable FunctionValue remove;
  private final String secret;
  private final String cookie;
  private final long maxAge;
  private final MapValue attributes;

  private Sessions(Settings settings) {
    String given = settings.textOrNull("secret");
    secret = given == null ? Signature.randomId() : Signature.checked("secret of sessions", given);
    cookie = settings.text("cookie", "sid");
    maxAge = settings.number("max_age", 1, Integer.MAX_VALUE, 86_400);
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
      session.entry();
    }
    request.begin(session);
    response.beforeHead(() -> session.leave(response));
    try {
      next.call();
    } finally {
      session.close();
    }
  }

  private Entry open(@Nullable String id) {
    Entry entry;
    synchronized (this) {
      Entry known = id == null ? null : live.get(id);
      entry = known == null ? new Entry(id) : known;
      if (known == null && id != null) {
        live.put(id, entry);
      }
      entry.users++;
    }
    if (load != null) {
      entry.gate.enter();
      try {
        fill(entry, load);
      } finally {
        entry.gate.leave();
      }
    } else {
      synchronized (entry) {
        fill(entry, null);
      }
    }
    return entry;
  }

  private void fill(Entry entry, @Nullable FunctionValue function) {
    if (entry.data != null) {
      return;
    }
    String id = entry.id;
    MapValue found = null;
    if (id != null && function != null) {
      found = function.offer(id) instanceof MapValue map ? map : null;
    } else if (id != null) {
      found = inMemory(id);
    }
    if (found == null && id != null) {
      synchronized (this) {
        entry.id = null; // What is put in now begins a new session.
      }
    }
    entry.data = found == null ? new HashMapValue() : found;
  }

  private @Nullable MapValue inMemory(String id) {
    Kept kept = memory.get(id);
    return kept != null
            && kept.untilMillis() > System.currentTimeMillis()
            && Json.value(kept.json()) instanceof MapValue data
        ? data
        : null;
  }

  private synchronized void release(Entry entry) {
    entry.users--;
    if (entry.users == 0) {
      live.values().removeIf(other -> other == entry);
    }
  }

  /// The names that the entry gets when an answer leaves.
  ///
  /// @param before the name to be forgotten, or null
  /// @param id null when there is nothing to keep
  private record Names(@Nullable String before, @Nullable String id) {}

  private synchronized Names name(Entry entry, boolean ends, boolean rotates) {
    String known = entry.id;
    if (ends || entry.isEnded) {
      entry.isEnded = true;
      live.remove(known);
      return new Names(known, null);
    }
    MapValue data = entry.data;
    if (known == null && (data == null || data.isEmpty())) {
      return new Names(null, null);
    }
    if (known != null && !rotates) {
      return new Names(null, known);
    }
    String id = Signature.randomId();
    entry.id = id;
    live.remove(known);
    live.put(id, entry);
    return new Names(known, id);
  }

  /// Keeps in memory what some function of the request may have changed.
  private Names keep(Entry entry, boolean ends, boolean rotates) {
    // Functions that look at sessions which some function changes have the turn; the lock is for
    // the names, which others may give without it.
    Buffer json = ends ? null : Json.bytes(entry.data);
    synchronized (this) {
      Names names = name(entry, ends, rotates);
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
    Kept kept = memory.get(id);
    if (kept == null || kept.untilMillis() <= System.currentTimeMillis()) {
      return new Names(null, null);
    }
    Entry used = live.get(id);
    Names names;
    if (used != null) {
      names = name(used, ends, rotates);
    } else {
      names =
          ends
              ? new Names(id, null)
              : rotates ? new Names(id, Signature.randomId()) : new Names(null, id);
    }
    if (names.before() != null) {
      memory.remove(names.before());
    }
    if (names.id() != null) {
      put(names.id(), kept.json());
    }
    return names;
  }

  private void put(String id, Buffer json) {
    long now = System.currentTimeMillis();
    if (memory.size() >= MANY && memory.size() % 1000 == 0) {
      memory.values().removeIf(kept -> kept.untilMillis() <= now);
    }
    memory.put(id, new Kept(json, now + maxAge * 1000));
  }

  /// Has the functions of the program keep the session; one at a time for one session, so that an
  /// older state of it does not replace a newer one.
  private Names keep(Entry entry, FunctionValue set, FunctionValue delete, Session session) {
    entry.gate.enter();
    try {
      Names names = name(entry, session.ends, session.rotates);
      if (names.before() != null) {
        delete.offer(names.before());
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

    /// Set once, before anybody else sees the entry: by the gate, or by this object's lock.
    private @Nullable MapValue data;

    // Guarded by the sessions.
    private @Nullable String id;
    private boolean isEnded;
    private int users;

    private Entry(@Nullable String id) {
      this.id = id;
    }
  }

  /// The session of one request. Only used by its task.
  static final class Session {
    private final Sessions sessions;

    /// What the client has sent, if it was right.
    private final @Nullable String received;

    private @Nullable Entry entry;
    private @Nullable MapValue afterEnd;
    private boolean rotates;
    private boolean ends;

    private Session(Sessions sessions, @Nullable String received) {
      this.sessions = sessions;
      this.received = received;
    }

    private Entry entry() {
      Entry open = entry;
      if (open == null) {
        open = sessions.open(received);
        entry = open;
      }
      return open;
    }

    MapValue data() {
      MapValue own = afterEnd;
      if (own != null) {
        return own;
      }
      MapValue data = entry().data;
      return data == null ? new HashMapValue() : data;
    }

    /// The same data under a new id: who knew the old one has nothing (after a login).
    void rotate() {
      rotates = true;
    }

    void end() {
      ends = true;
      afterEnd = new HashMapValue();
    }

    /// The functions of the request have ended.
    private void close() {
      Entry open = entry;
      if (open != null) {
        entry = null;
        sessions.release(open);
      }
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
      FunctionValue set = sessions.save;
      FunctionValue delete = sessions.remove;
      if (set != null && delete != null) {
        return sessions.keep(entry(), set, delete, this);
      }
      Entry open = entry;
      if (open != null) {
        return sessions.keep(open, ends, rotates);
      }
      return received == null ? new Names(null, null) : sessions.keep(received, ends, rotates);
    }
  }
}
