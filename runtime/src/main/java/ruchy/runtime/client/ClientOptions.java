package ruchy.runtime.client;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Addresses;
import ruchy.runtime.message.Fields;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What all requests of one client have in common, and its connections. Set while the options are
/// read, then only read.
final class ClientOptions {
  /// Which HTTP is spoken.
  enum Protocols {
    /// HTTP/2 where a server offers it by TLS, else HTTP/1.1.
    OFFERED,
    HTTP_1,
    /// HTTP/2 without asking, also without TLS.
    HTTP_2
  }

  /// Those of the functions of the module, which all share their connections.
  static final ClientOptions PLAIN = new ClientOptions();

  @Nullable Url base;
  final MultiMap fields = MultiMap.caseInsensitiveMultiMap();
  long timeoutMillis = Draft.TOTAL_MILLIS;
  int connectMillis = 10_000;
  int redirects = Draft.REDIRECTS;
  int retries;
  int bodyBytes = Draft.BODY_BYTES;
  int decodedBytes = Draft.DECODED_BYTES;
  int connections = 128;
  int waiting = 2048;
  Protocols protocols = Protocols.OFFERED;
  Credentials credentials = Credentials.ofEnvironment();
  Proxy proxy = Proxy.OF_ENVIRONMENT;
  @Nullable Guard guard;

  /// Addresses that the program tells.
  Map<String, List<InetAddress>> hosts = Map.of();

  /// Who tells all others.
  Hosts.Resolver resolver = Hosts::ask;

  @Nullable CookieJar jar;

  private final Map<Loop, Connections> pools = new ConcurrentHashMap<>();
  private volatile boolean isClosed;

  private ClientOptions() {}

  /// Those of a client to which none are given.
  static ClientOptions standard() {
    return new ClientOptions();
  }

  /// Reads the options of `http::Client::new`. May wait, for files.
  static ClientOptions of(MapValue map) {
    var options = new ClientOptions();
    String ca = null;
    String certificate = null;
    String key = null;
    String name = null;
    boolean isInsecure = false;
    boolean isGuarded = false;
    boolean hasProxy = false;
    List<String> allowed = null;
    for (int i = 0; i < map.positions(); i++) {
      Object option = map.keyAt(i);
      if (option == null) {
        continue;
      }
      Object value = map.valueAt(i);
      switch (Display.print(option)) {
        case "base" -> options.base = value == null ? null : Url.parse(Display.print(value));
        case "headers" -> options.setFields(value);
        case "timeout" -> options.timeoutMillis = number("timeout", value, 1, Long.MAX_VALUE);
        case "connect_timeout" ->
            options.connectMillis = (int) number("connect_timeout", value, 1, 1_000_000);
        case "redirects" -> options.redirects = (int) number("redirects", value, 0, 100);
        case "retries" -> options.retries = (int) number("retries", value, 0, 100);
        case "max_body" -> {
          options.bodyBytes = (int) number("max_body", value, 1, Integer.MAX_VALUE - 8);
          options.decodedBytes = options.bodyBytes;
        }
        case "connections" -> options.connections = (int) number("connections", value, 1, 65_535);
        case "queue" -> options.waiting = (int) number("queue", value, 0, Integer.MAX_VALUE);
        case "http2" -> options.protocols = protocols(value);
        case "ca" -> ca = textOrNull("ca", value);
        case "cert" -> certificate = textOrNull("cert", value);
        case "key" -> key = textOrNull("key", value);
        case "name" -> name = textOrNull("name", value);
        case "insecure" -> isInsecure = Truth.truth(value);
        case "public_only" -> isGuarded = Truth.truth(value);
        case "hosts" -> options.hosts = hosts(value);
        case "allow" -> allowed = texts("allow", value);
        case "cookies" -> options.jar = Truth.truth(value) ? new CookieJar() : null;
        case "proxy" -> {
          hasProxy = Truth.truth(value);
          options.proxy = hasProxy ? Proxy.at(Display.print(value)) : Proxy.NONE;
        }
        case String other ->
            throw Failure.argumentError("Unknown option of Client: '" + other + "'");
      }
    }
    options.protect(isGuarded, allowed, hasProxy);
    options.credentials = Credentials.read(ca, certificate, key, isInsecure, name);
    if (isInsecure) {
      Output.ERROR.line(
          "warning: certificates of servers are not checked (option insecure): for development"
              + " alone");
    }
    return options;
  }

  /// What a proxy resolves cannot be looked at.
  private void protect(boolean isGuarded, @Nullable List<String> allowed, boolean hasProxy) {
    if (!isGuarded && allowed != null) {
      throw Failure.argumentError("The option allow belongs to public_only");
    }
    if (isGuarded && hasProxy) {
      throw Failure.argumentError("The options public_only and proxy exclude each other");
    }
    if (isGuarded) {
      guard = Guard.allowing(allowed == null ? List.of() : allowed);
      proxy = Proxy.NONE;
    }
  }

  private void setFields(@Nullable Object value) {
    if (!(value instanceof MapValue map)) {
      throw wrong("headers", "a map", value);
    }
    Fields.setAll(fields, map, RequestSettings.NOT_FORWARDED);
  }

  private static Protocols protocols(@Nullable Object value) {
    if (value instanceof Boolean isOffered) {
      return isOffered ? Protocols.OFFERED : Protocols.HTTP_1;
    }
    if ("only".equals(value)) {
      return Protocols.HTTP_2;
    }
    throw wrong("http2", "true, false or \"only\"", value);
  }

  private static long number(String name, @Nullable Object value, long least, long most) {
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    String expected = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
    throw wrong(name, expected, value);
  }

  private static @Nullable String textOrNull(String name, @Nullable Object value) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(name, "a text", value);
  }

  private static List<String> texts(String name, @Nullable Object value) {
    if (value instanceof String text) {
      return List.of(text);
    }
    if (!(value instanceof ListValue list)) {
      throw wrong(name, "a text or a list of texts", value);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      texts.add(Display.print(list.at(i)));
    }
    return texts;
  }

  private static Map<String, List<InetAddress>> hosts(@Nullable Object value) {
    if (!(value instanceof MapValue map)) {
      throw wrong("hosts", "a map", value);
    }
    Map<String, List<InetAddress>> hosts = new HashMap<>();
    for (int i = 0; i < map.positions(); i++) {
      Object name = map.keyAt(i);
      if (name != null) {
        hosts.put(Display.print(name).toLowerCase(Locale.ROOT), addresses(map.valueAt(i)));
      }
    }
    return Map.copyOf(hosts);
  }

  private static List<InetAddress> addresses(@Nullable Object value) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : texts("hosts", value)) {
      InetAddress address = Addresses.literal(text);
      if (address == null) {
        throw Failure.argumentError("Not an address of a host: '" + text + "'");
      }
      addresses.add(address);
    }
    if (addresses.isEmpty()) {
      throw wrong("hosts", "a map of hosts with an address or more", value);
    }
    return List.copyOf(addresses);
  }

  private static Failure wrong(String name, String expected, @Nullable Object value) {
    return Failure.argumentError(
        "The option " + name + " is " + expected + ", got " + Display.print(value));
  }

  /// What a request begins with.
  ///
  /// @param address absolute, or below `base`
  Draft draft(String method, String address) {
    String text = address.strip();
    Url known = base;
    Url url = known == null || Url.isAbsolute(text) ? Url.parse(text) : known.below(text);
    Draft draft = new Draft(method, url, this);
    draft.fields.addAll(fields);
    if (known != null && !url.hasOriginOf(known)) {
      // What the client shows belongs to its base.
      draft.fields.remove("authorization").remove("cookie");
    }
    return draft;
  }

  /// The connections of a loop.
  Connections connections(Loop loop) {
    if (isClosed) {
      throw Failure.ioError("The client is closed");
    }
    Connections found = pools.computeIfAbsent(loop, each -> new Connections(each, this));
    if (isClosed) {
      // It was closed since, and may not have seen these.
      found.close();
      throw Failure.ioError("The client is closed");
    }
    return found;
  }

  /// No further requests; connections are closed.
  void close() {
    isClosed = true;
    pools.values().forEach(Connections::close);
    pools.clear();
  }
}
