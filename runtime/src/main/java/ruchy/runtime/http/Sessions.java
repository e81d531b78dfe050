package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// What a server remembers of a client between requests: a map under an id, which the client keeps
/// in a signed cookie.
final class Sessions {
  private static final Set<String> OPTIONS =
      Set.of("secret", "store", "max_age", "cookie", "secure", "same_site");

  /// More sessions than this in memory: those that nobody has used for longest are looked at.
  private static final int MANY = 10_000;

  /// A session in memory, as JSON: two requests of one client at a time have a copy each.
  private record Kept(Buffer json, long untilMillis) {}

  private final Map<String, Kept> memory = new ConcurrentHashMap<>();
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
    return new NativeMiddleware("sessions", sessions.load, sessions::run);
  }

  private void run(Request request, Response response, Next next) {
    String id = Signature.verified(request.cookie(cookie), secret);
    MapValue data = id == null ? null : read(id);
    Session session = new Session(this, data == null ? null : id, data);
    request.begin(session);
    response.beforeHead(() -> session.leave(response));
    next.call();
  }

  private @Nullable MapValue read(String id) {
    FunctionValue function = load;
    if (function != null) {
      return function.offer(id) instanceof MapValue found ? found : null;
    }
    Kept kept = memory.get(id);
    return kept != null
            && kept.untilMillis() > System.currentTimeMillis()
            && Json.value(kept.json()) instanceof MapValue data
        ? data
        : null;
  }

  private void write(String id, MapValue data) {
    FunctionValue function = save;
    if (function != null) {
      function.offer(id, data, maxAge);
      return;
    }
    long now = System.currentTimeMillis();
    if (memory.size() >= MANY && memory.size() % 1000 == 0) {
      memory.values().removeIf(kept -> kept.untilMillis() <= now);
    }
    memory.put(id, new Kept(Json.bytes(data), now + maxAge * 1000));
  }

  private void delete(String id) {
    FunctionValue function = remove;
    if (function != null) {
      function.offer(id);
    } else {
      memory.remove(id);
    }
  }

  /// The session of one request.
  static final class Session {
    private final Sessions sessions;
    private @Nullable String id;
    private @Nullable String old;
    private final MapValue data;
    private boolean isEnded;

    private Session(Sessions sessions, @Nullable String id, @Nullable MapValue data) {
      this.sessions = sessions;
      this.id = id;
      this.data = data == null ? new HashMapValue() : data;
    }

    MapValue data() {
      return data;
    }

    /// The same data under a new id: who knew the old one has nothing (after a login).
    void rotate() {
      if (old == null) {
        old = id;
      }
      id = null;
    }

    void end() {
      data.clear();
      isEnded = true;
    }

    /// The answer is about to leave.
    private void leave(Response response) {
      String known = id;
      String before = old;
      if (before != null) {
        sessions.delete(before);
      }
      if (isEnded || (data.isEmpty() && known == null)) {
        if (known != null || before != null) {
          if (known != null) {
            sessions.delete(known);
          }
          response.addCookie(Cookies.clearCookie(sessions.cookie));
        }
        return;
      }
      if (known == null) {
        known = Signature.randomId();
        id = known;
      }
      sessions.write(known, data);
      response.addCookie(
          Cookies.setCookie(
              sessions.cookie, Signature.signed(known, sessions.secret), sessions.attributes));
    }
  }
}
