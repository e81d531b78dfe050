package ruchy.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.json.JsonWriter;
import ruchy.runtime.message.Fields;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The small middlewares of the library: who may come in, what answers say, what is written down.
final class Guards {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private Guards() {}

  /// Header fields that make browsers careful.
  static FunctionValue securityHeaders(MapValue options) {
    Settings settings =
        Settings.of("security_headers", options, Set.of("csp", "frame", "referrer", "hsts"));
    String policy = settings.text("csp", "default-src 'self'; object-src 'none'; base-uri 'self'");
    String frame = settings.text("frame", "DENY");
    String referrer = settings.text("referrer", "no-referrer");
    long seconds = settings.number("hsts", 0, Integer.MAX_VALUE, 0);
    return new NativeMiddleware(
        "security_headers",
        null,
        (request, response, next) -> {
          response.header("Content-Security-Policy", policy);
          response.header("X-Content-Type-Options", "nosniff");
          response.header("X-Frame-Options", frame);
          response.header("Referrer-Policy", referrer);
          response.header("Cross-Origin-Opener-Policy", "same-origin");
          if (seconds > 0) {
            response.header(
                "Strict-Transport-Security", "max-age=" + seconds + "; includeSubDomains");
          }
          next.call();
        });
  }

  /// Requests that change something come from pages of the server itself: browsers say where a
  /// request comes from (`Sec-Fetch-Site`, `Origin`); who is no browser has no cookies to misuse.
  static FunctionValue csrf(MapValue options) {
    Settings settings = Settings.of("csrf", options, Set.of("origins"));
    List<String> origins = settings.texts("origins", List.of());
    return new NativeMiddleware(
        "csrf",
        null,
        (request, response, next) -> {
          if (SAFE.contains(request.method()) || isOwn(request, origins)) {
            next.call();
          } else {
            response.problem(403, "The request comes from another site.");
          }
        });
  }

  private static boolean isOwn(Request request, List<String> origins) {
    String origin = request.header("origin");
    if (origin != null && origins.contains(origin)) {
      return true;
    }
    String told = request.header("sec-fetch-site");
    if (told != null) {
      return told.equals("same-origin") || told.equals("none");
    }
    if (origin != null) {
      return isOwn(origin, request);
    }
    // Old browsers tell the page without its origin; who tells neither is no browser.
    String page = request.header("referer");
    int path = page == null ? -1 : page.indexOf('/', page.indexOf("://") + 3);
    String site = page == null || path < 0 ? page : page.substring(0, path);
    return site == null || origins.contains(site) || isOwn(site, request);
  }

  private static boolean isOwn(String origin, Request request) {
    int slashes = origin.indexOf("://");
    return slashes >= 0
        && origin.substring(slashes + 3).equalsIgnoreCase(String.valueOf(request.header("host")));
  }

  /// `req.id` and `X-Request-Id`: what a proxy before the server has given, or a new one.
  static FunctionValue requestId() {
    return new NativeMiddleware(
        "request_id",
        null,
        (request, response, next) -> {
          String given = request.header("x-request-id");
          String id = given != null && isId(given) ? given : Signature.randomId();
          request.addMember("id", id);
          response.header("X-Request-Id", id);
          next.call();
        });
  }

  private static boolean isId(String text) {
    boolean isId = !text.isEmpty() && text.length() <= 64;
    for (int i = 0; i < text.length() && isId; i++) {
      char c = text.charAt(i);
      isId =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.';
    }
    return isId;
  }

  /// One line for each request, as JSON, or what a function of the program makes of it.
  static FunctionValue accessLog(@Nullable FunctionValue writer) {
    return new NativeMiddleware(
        "access_log",
        writer,
        (request, response, next) -> {
          long begun = System.nanoTime();
          long time = System.currentTimeMillis();
          try {
            next.call();
          } finally {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
            MapValue entry =
                HashMapValue.of(
                    "time", java.time.Instant.ofEpochMilli(time).toString(),
                    "ip", request.ip(),
                    "method", request.method(),
                    "path", request.path(),
                    "status", response.status(),
                    "ms", micros / 1000.0);
            if (request.addedMember("id") instanceof String id) {
              entry.put("id", id);
            }
            if (writer == null) {
              Output.STANDARD.line(JsonWriter.text(entry));
            } else {
              writer.offer(entry);
            }
          }
        });
  }

  /// Basic authentication (RFC 7617); `users` is a map of names and passwords, or a function of
  /// both.
  static FunctionValue basicAuth(Object users, MapValue options) {
    Settings settings = Settings.of("basic_auth", options, Set.of("realm"));
    String realm = settings.text("realm", "restricted");
    if (realm.indexOf('"') >= 0 || realm.indexOf('\\') >= 0) {
      throw Failure.argumentError("The realm of basic_auth has no quotes");
    }
    if (!(users instanceof MapValue) && !(users instanceof FunctionValue)) {
      throw Failure.typeError("basic_auth expects a map of passwords or a function");
    }
    Fields.Field challenge =
        Fields.Field.of("WWW-Authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
    FunctionValue checks = users instanceof FunctionValue function ? function : null;
    // As it is now: handlers that change the map do so in the turn, which this has not.
    Object known = users instanceof MapValue map ? map.copy() : users;
    return new NativeMiddleware(
        "basic_auth",
        checks,
        (request, response, next) -> {
          String[] given = credentials(request.header("authorization"));
          if (given != null && mayEnter(known, given[0], given[1])) {
            request.addMember("user", given[0]);
            next.call();
            return;
          }
          response.problem(401, null, challenge);
        });
  }

  private static boolean mayEnter(Object users, String name, String password) {
    if (users instanceof FunctionValue function) {
      return Truth.truth(function.offer(name, password));
    }
    Object known = ((MapValue) users).get(name);
    // An unknown name takes as long as a wrong password.
    boolean isSame = Signature.isSame(known == null ? "" : Display.print(known), password);
    return known != null && isSame;
  }

  private static String @Nullable [] credentials(@Nullable String field) {
    if (field == null || !field.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(field.substring(6).strip());
      String text = new String(bytes, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? null : new String[] {text.substring(0, colon), text.substring(colon + 1)};
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /// Tokens in `Authorization: Bearer` (RFC 6750); the claims are in `req.claims`.
  static FunctionValue jwtAuth(String key, MapValue options) {
    // A wrong key or option is an error now, not at the first request.
    try {
      Jwt.verify("", key, options);
    } catch (Failure failure) {
      if (!failure.matchesType("TokenError")) {
        throw failure;
      }
    }
    return new NativeMiddleware(
        "jwt_auth",
        null,
        (request, response, next) -> {
          String field = request.header("authorization");
          boolean isGiven = field != null && field.toLowerCase(Locale.ROOT).startsWith("bearer ");
          MapValue claims = null;
          if (isGiven && field != null) {
            try {
              claims = Jwt.verify(field.substring(7).strip(), key, options);
            } catch (Failure invalid) {
              claims = null;
            }
          }
          if (claims == null) {
            String challenge = isGiven ? "Bearer error=\"invalid_token\"" : "Bearer";
            response.problem(401, null, Fields.Field.of("WWW-Authenticate", challenge));
            return;
          }
          request.addMember("claims", claims);
          next.call();
        });
  }
}
