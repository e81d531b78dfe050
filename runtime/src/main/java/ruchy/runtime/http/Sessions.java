package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
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
  static final Names NOTHING = new Names(null, null);

  /// A session in memory that no request uses, as JSON.
  private record Kept(Buffer json, long untilMillis) {}

  /// By id; each use puts a session last, so the first ones are those that nobody has used for
  /// longest, and those that end first. Guarded by this.
  private final LinkedHashMap<String, Kept> memory = new LinkedHashMap<>();

  /// What requests use at this moment, by id: known sessions, and those that have ended while
  /// requests had them. Guarded by this.
  private final Map<String, SessionEntry> live = new HashMap<>();

  private final @Nullable FunctionValue load;
  private final @Nullable FunctionValue save;
  private final @Nullable FunctionValue remove;
  final String secret;
  final String cookie;
  private final long maxAge;
  private final int maxSessions;
  final MapValue attributes;

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
        "sessions", sessions.areStored(), sessions.areStored(), sessions::run);
  }

  /// Whether functions of the program keep sessions.
  boolean areStored() {
    return save != null;
  }

  private void run(Request request, Response response, Next next) {
    String id = Signature.verified(cookie, request.cookie(cookie), secret);
    FunctionValue stored = load;
    // What is stored is asked for here, where nobody has the lock of the session: that may wait.
    SessionEntry found =
        stored == null ? null : open(id, (entry, name) -> isStored(entry, name, stored));
    Session session = new Session(this, id, found);
    request.begin(session);
    response.beforeHead(head -> session.leave(head, response));
    try {
      next.call();
    } finally {
      end(session);
    }
  }

  private static void end(Session session) {
    try {
      Storing storing = session.close();
      if (storing != null) {
        storing.finish();
      }
    } finally {
      session.release();
    }
  }

  /// The entry of that id, which all requests share; a new one that nobody else knows when there is
  /// no such session. To be released.
  SessionEntry open(@Nullable String id) {
    return open(id, this::isInMemory);
  }

  /// @param find fills an entry; false when there is no such session
  private SessionEntry open(@Nullable String id, BiPredicate<SessionEntry, String> find) {
    if (id == null) {
      return SessionEntry.fresh();
    }
    SessionEntry entry = share(id);
    boolean isFound = false;
    try {
      isFound = find.test(entry, id);
    } finally {
      if (!isFound) {
        release(entry);
      }
    }
    return isFound ? entry : SessionEntry.fresh();
  }

  private synchronized SessionEntry share(String id) {
    SessionEntry entry = live.computeIfAbsent(id, SessionEntry::new);
    entry.users++;
    return entry;
  }

  private boolean isInMemory(SessionEntry entry, String id) {
    synchronized (entry) {
      if (entry.data == null) {
        entry.data = inMemory(id);
      }
      return entry.data != null;
    }
  }

  private boolean isStored(SessionEntry entry, String id, FunctionValue function) {
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

  @Nullable MapValue inMemory(String id) {
    Kept kept = kept(id);
    return kept != null && Json.value(kept.json()) instanceof MapValue data ? data : null;
  }

  private synchronized @Nullable Kept kept(String id) {
    Kept kept = memory.get(id);
    return kept != null && kept.untilMillis() > System.currentTimeMillis() ? kept : null;
  }

  synchronized void release(SessionEntry entry) {
    entry.users--;
    String id = entry.id;
    if (entry.users == 0 && id != null) {
      live.remove(id, entry);
    }
  }

  /// Whether this has ended it, and nobody before.
  synchronized boolean endsNow(SessionEntry entry) {
    boolean isFirst = !entry.isEnded;
    entry.isEnded = true;
    return isFirst;
  }

  static @Nullable Object copy(@Nullable Object value) {
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
  record Names(@Nullable String before, @Nullable String id) {}

  synchronized Names name(SessionEntry entry, @Nullable SessionEntry replaced, boolean ends) {
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
  Names keep(SessionEntry entry, @Nullable SessionEntry replaced, boolean ends) {
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
  synchronized Names keep(String id, boolean ends, boolean rotates) {
    Kept kept = kept(id);
    SessionEntry used = live.get(id);
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

  /// Has the functions of the program store what a request leaves of a session; one at a time for
  /// one session, so that an older state of it does not replace a newer one, nor come back after
  /// its end. May wait.
  ///
  /// @param replaced what the client had before, or null
  /// @param isEnd whether nothing of the session is kept
  /// @param isKept whether it is kept
  void store(SessionEntry entry, @Nullable SessionEntry replaced, boolean isEnd, boolean isKept) {
    FunctionValue set = Objects.requireNonNull(save);
    FunctionValue delete = Objects.requireNonNull(remove);
    String before = replaced == null ? null : replaced.id;
    if (replaced != null && before != null) {
      inGate(replaced, () -> delete.offer(before));
    }
    String id = entry.id;
    if (id == null) {
      return;
    }
    if (isEnd) {
      inGate(entry, () -> delete.offer(id));
    } else if (isKept) {
      inGate(
          entry,
          () -> {
            if (!entry.isEnded) {
              set.offer(id, entry.data, maxAge);
            }
          });
    }
  }

  private static void inGate(SessionEntry entry, Runnable functions) {
    entry.gate.enter();
    try {
      functions.run();
    } finally {
      entry.gate.leave();
    }
  }
}
