package ruchy.runtime.client;

import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// The cookies that servers have set, for later requests of the same client (RFC 6265, section 5).
/// May be used by any thread.
///
/// There is no list of the suffixes that many sites share (`co.uk`), so only one-word domains are
/// refused as too wide.
final class CookieJar {
  private static final int MOST = 3000;
  private static final int MOST_OF_DOMAIN = 180;
  private static final int MOST_BYTES = 4096;

  /// @param domain in lower case, without a dot before it
  /// @param isHostOnly whether hosts below the domain do not get it
  /// @param endsAtMillis when it is forgotten; `Long.MAX_VALUE` with the client
  private record Entry(
      String name,
      String value,
      String domain,
      boolean isHostOnly,
      String path,
      boolean isSecure,
      boolean isHttpOnly,
      long endsAtMillis) {
    boolean isSameAs(Entry other) {
      return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
    }

    /// Whether that cookie, which came over an unsafe network, would hide or replace this one,
    /// which only goes over safe ones (RFC 6265bis, section 5.7, step 16).
    boolean isProtectedFrom(Entry other) {
      return isSecure
          && name.equals(other.name)
          && (isInDomain(domain, other.domain) || isInDomain(other.domain, domain))
          && isBelow(other.path, path);
    }

    private static boolean isInDomain(String host, String domain) {
      return host.equals(domain) || host.endsWith("." + domain);
    }

    boolean goesTo(Url url) {
      boolean isHost = isHostOnly ? url.host().equals(domain) : isInDomain(url.host(), domain);
      return isHost && (!isSecure || url.isSecure()) && isBelow(pathOf(url), path);
    }
  }

  /// In the order in which they were first set. Guarded by the lock.
  private final List<Entry> entries = new ArrayList<>();

  /// Takes the `Set-Cookie` fields of an answer from that address.
  synchronized void take(Url from, List<String> fields, long nowMillis) {
    for (String field : fields) {
      Cookie cookie =
          field.length() > 2 * MOST_BYTES ? null : ClientCookieDecoder.LAX.decode(field);
      Entry entry = cookie == null ? null : entry(from, cookie, nowMillis);
      if (entry != null) {
        put(entry, from.isSecure(), nowMillis);
      }
    }
  }

  /// Null for a cookie that this server may not set.
  private static @Nullable Entry entry(Url from, Cookie cookie, long nowMillis) {
    String value = cookie.wrap() ? '"' + cookie.value() + '"' : cookie.value();
    if (cookie.name().length() + value.length() > MOST_BYTES
        || (cookie.isSecure() && !from.isSecure())) {
      return null;
    }
    String domain = cookie.domain() == null ? "" : cookie.domain().toLowerCase(Locale.ROOT);
    domain = domain.startsWith(".") ? domain.substring(1) : domain;
    boolean isHostOnly = domain.isEmpty();
    if (isHostOnly) {
      domain = from.host();
    } else if (domain.equals(from.host())) {
      isHostOnly = isAddress(domain) || domain.indexOf('.') < 0;
    } else if (domain.indexOf('.') < 0
        || isAddress(from.host())
        || !from.host().endsWith("." + domain)) {
      return null;
    }
    String path =
        cookie.path() != null && cookie.path().startsWith("/")
            ? cookie.path()
            : folder(pathOf(from));
    boolean keepsPromise =
        begins(cookie, "__Host-")
            ? cookie.isSecure() && isHostOnly && path.equals("/")
            : !begins(cookie, "__Secure-") || cookie.isSecure();
    if (!keepsPromise) {
      return null;
    }
    long age = cookie.maxAge();
    long end =
        age == Cookie.UNDEFINED_MAX_AGE || age > (Long.MAX_VALUE - nowMillis) / 1000
            ? Long.MAX_VALUE
            : nowMillis + Math.max(0, age) * 1000;
    return new Entry(
        cookie.name(),
        value,
        domain,
        isHostOnly,
        path,
        cookie.isSecure(),
        cookie.isHttpOnly(),
        end);
  }

  private static boolean begins(Cookie cookie, String prefix) {
    return cookie.name().regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static boolean isAddress(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private void put(Entry entry, boolean isFromSecure, long nowMillis) {
    entries.removeIf(each -> each.endsAtMillis <= nowMillis);
    if (!isFromSecure && entries.stream().anyMatch(each -> each.isProtectedFrom(entry))) {
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).isSameAs(entry)) {
        if (entry.endsAtMillis <= nowMillis) {
          entries.remove(i);
        } else {
          entries.set(i, entry);
        }
        return;
      }
    }
    if (entry.endsAtMillis > nowMillis) {
      dropOldest(entry.domain);
      entries.add(entry);
    }
  }

  private void dropOldest(String domain) {
    int count = 0;
    int oldest = -1;
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).domain.equals(domain)) {
        count++;
        oldest = i;
      }
    }
    if (count >= MOST_OF_DOMAIN) {
      entries.remove(oldest);
    } else if (entries.size() >= MOST) {
      entries.removeFirst();
    }
  }

  /// The value of the `Cookie` field of a request to that address; null without one.
  ///
  /// @param own what the program has set for this request, which counts first; or null
  synchronized @Nullable String field(Url to, @Nullable String own, long nowMillis) {
    List<Entry> fitting = new ArrayList<>();
    for (Entry each : entries) {
      if (each.endsAtMillis > nowMillis && each.goesTo(to) && !names(own, each.name)) {
        fitting.add(each);
      }
    }
    // The sort is stable: the older of two comes first.
    fitting.sort(Comparator.comparingInt(each -> -each.path.length()));
    StringBuilder text = new StringBuilder(own == null ? "" : own);
    for (Entry each : fitting) {
      text.append(text.isEmpty() ? "" : "; ").append(each.name).append('=').append(each.value);
    }
    return text.isEmpty() ? null : text.toString();
  }

  private static boolean names(@Nullable String own, String name) {
    if (own != null) {
      for (String pair : own.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals >= 0 && pair.substring(0, equals).strip().equals(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /// `{name, value, domain, path, secure, http_only}` for each cookie.
  synchronized ListValue list(long nowMillis) {
    ListValue list = ListValue.of(new Object[0]);
    for (Entry each : entries) {
      if (each.endsAtMillis > nowMillis) {
        list.add(
            HashMapValue.of(
                "name",
                each.name,
                "value",
                each.value,
                "domain",
                each.domain,
                "path",
                each.path,
                "secure",
                each.isSecure,
                "http_only",
                each.isHttpOnly));
      }
    }
    return list;
  }

  synchronized void clear() {
    entries.clear();
  }

  private static String pathOf(Url url) {
    int query = url.target().indexOf('?');
    return query < 0 ? url.target() : url.target().substring(0, query);
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static boolean isBelow(String path, String folder) {
    return path.equals(folder)
        || (path.startsWith(folder)
            && (folder.endsWith("/") || path.charAt(folder.length()) == '/'));
  }
}
