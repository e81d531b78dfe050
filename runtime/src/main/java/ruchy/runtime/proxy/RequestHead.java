package ruchy.runtime.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.http.Passage;
import ruchy.runtime.message.Body;

/// The head of a request as a backend gets it.
///
/// What belongs to the connection of the client is left out (RFC 9110, section 7.6.1), `Host` names
/// the backend, and the fields that tell where a request comes from are added: `X-Forwarded-For`,
/// `-Host`, `-Proto`, `Forwarded` (RFC 7239) and `Via` (RFC 9110, section 7.6.3).
final class RequestHead {
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\nhost: ");
  private static final byte[] LINE_END = ascii("\r\n");
  private static final byte[] LENGTH = ascii("content-length: ");
  private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
  private static final byte[] CONTINUE = ascii("expect: 100-continue\r\n");
  private static final byte[] UPGRADE = ascii("connection: upgrade\r\nupgrade: ");
  private static final byte[] TRAILERS = ascii("te: trailers\r\nconnection: te\r\n");
  private static final byte[] FOR = ascii("x-forwarded-for: ");
  private static final byte[] PROTO = ascii("x-forwarded-proto: ");
  private static final byte[] HOST = ascii("x-forwarded-host: ");
  private static final byte[] FORWARDED = ascii("forwarded: ");
  private static final String MAX_FORWARDS = "max-forwards";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final byte[] VIA_1_0 = ascii("via: 1.0 ruchy\r\n");
  private static final byte[] VIA_1_1 = ascii("via: 1.1 ruchy\r\n");
  private static final byte[] VIA_2 = ascii("via: 2.0 ruchy\r\n");

  private final Passage passage;
  private final Settings settings;
  private final HttpServerRequest incoming;
  private final MultiMap fields;
  private final @Nullable Set<String> named;

  /// What the client wants to speak instead of HTTP, or null.
  private final @Nullable String upgrade;

  private final @Nullable Long stepsLeft;

  RequestHead(Passage passage, Settings settings) {
    this.passage = passage;
    this.settings = settings;
    this.incoming = passage.incoming();
    this.fields = passage.fields();
    this.stepsLeft = stepsLeft(passage);
    if (fields.contains("connection")) {
      List<String> connection = fields.getAll("connection");
      named = HopFields.named(connection);
      upgrade =
          HopFields.hasOption(connection, "upgrade") && mayUpgrade() ? passedOn(fields) : null;
    } else {
      named = null;
      upgrade = null;
    }
  }

  /// Only of HTTP/1.1 (RFC 9110, section 7.8), and without a body: the other protocol would begin
  /// behind it, and not both servers might see where. Vert.x leaves HTTP for no other method.
  private boolean mayUpgrade() {
    return incoming.version() == HttpVersion.HTTP_1_1
        && incoming.method() == HttpMethod.GET
        && passage.body().isComplete()
        && passage.body().bytes().length() == 0
        && !hasLength()
        && !fields.contains("transfer-encoding");
  }

  /// Whether the client says that there are bytes; some say of each request that there are none.
  private boolean hasLength() {
    String told = fields.get("content-length");
    return told != null && !told.equals("0");
  }

  /// The protocol that the backend is asked for. Not HTTP/2: its requests would go past everything
  /// that stands before the proxy (and RFC 9113 knows no such upgrade any more).
  private static @Nullable String passedOn(MultiMap fields) {
    String wanted = fields.get("upgrade");
    return wanted == null || wanted.toLowerCase(Locale.ROOT).contains("h2c") ? null : wanted;
  }

  /// By how many servers a request may still be passed on, the next one included, where the client
  /// limits that; null where it does not (RFC 9110, section 7.6.2).
  static @Nullable Long stepsLeft(Passage passage) {
    String told =
        switch (passage.incoming().method().name()) {
          case "OPTIONS", "TRACE" -> passage.fields().get(MAX_FORWARDS);
          default -> null;
        };
    return told != null && NUMBER.matcher(told).matches() ? Long.valueOf(told) : null;
  }

  boolean isUpgrade() {
    return upgrade != null;
  }

  /// Whether the body is sent in chunks: it is still arriving, and nobody knows how long it is.
  boolean isChunked() {
    return !passage.body().isComplete() && !fields.contains("content-length");
  }

  /// Writes the head.
  ///
  /// @param target path and query, as the backend of that origin gets them
  void write(ByteBuf out, Origin origin, String target) {
    ascii(out, incoming.method().name());
    out.writeByte(' ');
    ascii(out, target);
    out.writeBytes(VERSION);
    String host = settings.keepsHost ? host() : null;
    ascii(out, host == null || host.isEmpty() ? origin.authority() : host);
    out.writeBytes(LINE_END);
    copyFields(out);
    tellOrigin(out);
    for (Settings.Field field : settings.requestFields) {
      if (field.value() != null) {
        line(out, field.name(), field.value());
      }
    }
    Long steps = stepsLeft;
    if (steps != null) {
      line(out, MAX_FORWARDS, Long.toString(steps - 1));
    }
    frame(out);
    out.writeBytes(LINE_END);
  }

  private void copyFields(ByteBuf out) {
    HttpRequest head = passage.nettyHead();
    if (head != null) {
      HttpHeaders headers = head.headers();
      Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
      while (all.hasNext()) {
        Map.Entry<CharSequence, CharSequence> field = all.next();
        copy(out, field.getKey(), field.getValue());
      }
    } else {
      for (Map.Entry<String, String> field : fields) {
        if (!field.getKey().startsWith(":")) {
          copy(out, field.getKey(), field.getValue());
        }
      }
    }
  }

  private void copy(ByteBuf out, CharSequence name, CharSequence value) {
    boolean isDropped =
        HopFields.isOfConnection(name)
            || isComputed(name)
            || (named != null && named.contains(lower(name)))
            || (stepsLeft != null && HopFields.is(name, MAX_FORWARDS))
            || (!settings.requestFields.isEmpty() && isSet(name));
    if (!isDropped) {
      line(out, name, value);
    }
  }

  private static String lower(CharSequence name) {
    return name.toString().toLowerCase(java.util.Locale.ROOT);
  }

  private boolean isSet(CharSequence name) {
    for (Settings.Field field : settings.requestFields) {
      if (HopFields.is(name, field.name())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isComputed(CharSequence name) {
    return switch (name.length()) {
      case 4 -> HopFields.is(name, "host");
      case 6 -> HopFields.is(name, "expect");
      case 9 -> HopFields.is(name, "forwarded") || HopFields.is(name, "x-real-ip");
      case 14 -> HopFields.is(name, "http2-settings");
      case 15 -> HopFields.is(name, "x-forwarded-for");
      case 16 -> HopFields.is(name, "x-forwarded-host");
      case 17 -> HopFields.is(name, "x-forwarded-proto");
      case 18 -> HopFields.is(name, "x-forwarded-server");
      default -> false;
    };
  }

  private void tellOrigin(ByteBuf out) {
    String ip = passage.request().ip();
    String scheme = incoming.isSSL() ? "https" : "http";
    String host = host();
    String before = settings.trustsForwarded ? joined("x-forwarded-for") : null;
    out.writeBytes(FOR);
    if (before != null) {
      ascii(out, before);
      ascii(out, ", ");
    }
    ascii(out, ip);
    out.writeBytes(LINE_END).writeBytes(PROTO);
    ascii(out, trusted("x-forwarded-proto", scheme));
    String shown = trusted("x-forwarded-host", host == null ? "" : host);
    if (!shown.isEmpty()) {
      out.writeBytes(LINE_END).writeBytes(HOST);
      ascii(out, shown);
    }
    out.writeBytes(LINE_END).writeBytes(FORWARDED);
    String told = settings.trustsForwarded ? joined("forwarded") : null;
    if (told != null) {
      ascii(out, told);
      ascii(out, ", ");
    }
    ascii(out, ip.indexOf(':') < 0 ? "for=" + ip : "for=\"[" + ip + "]\"");
    if (host != null && !host.isEmpty() && host.indexOf('"') < 0 && host.indexOf('\\') < 0) {
      ascii(out, ";host=\"");
      ascii(out, host);
      out.writeByte('"');
    }
    ascii(out, ";proto=");
    ascii(out, scheme);
    out.writeBytes(LINE_END).writeBytes(via());
  }

  /// With the version in which the request has come (RFC 9110, section 7.6.3).
  private byte[] via() {
    return switch (incoming.version()) {
      case HTTP_1_0 -> VIA_1_0;
      case HTTP_1_1 -> VIA_1_1;
      case HTTP_2, HTTP_3 -> VIA_2;
    };
  }

  /// The host that the client has named; null without one.
  private @Nullable String host() {
    String host = fields.get("host");
    if (host == null && incoming.authority() != null) {
      return incoming.authority().toString();
    }
    return host;
  }

  private String trusted(String name, String own) {
    String told = settings.trustsForwarded ? fields.get(name) : null;
    return told == null ? own : told;
  }

  private @Nullable String joined(String name) {
    List<String> values = fields.getAll(name);
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private void frame(ByteBuf out) {
    Body body = passage.body();
    String told = fields.get("content-length");
    if (isChunked()) {
      out.writeBytes(CHUNKED);
    } else if (told != null || body.bytes().length() > 0) {
      out.writeBytes(LENGTH);
      if (told != null && !body.isComplete()) {
        ascii(out, told);
      } else {
        ascii(out, Integer.toString(body.bytes().length()));
      }
      out.writeBytes(LINE_END);
    }
    if (!body.isComplete() && passage.expectsContinue()) {
      out.writeBytes(CONTINUE);
    }
    if (upgrade != null) {
      out.writeBytes(UPGRADE);
      ascii(out, upgrade);
      out.writeBytes(LINE_END);
    } else if (fields.contains("te") && HopFields.hasOption(fields.getAll("te"), "trailers")) {
      out.writeBytes(TRAILERS);
    }
  }

  private static void line(ByteBuf out, CharSequence name, CharSequence value) {
    ascii(out, name);
    out.writeShort((':' << 8) | ' ');
    ascii(out, value);
    out.writeShort(('\r' << 8) | '\n');
  }

  /// Each character as one byte, as Netty has read them.
  private static void ascii(ByteBuf out, CharSequence text) {
    if (text instanceof AsciiString known) {
      out.writeBytes(known.array(), known.arrayOffset(), known.length());
    } else {
      ByteBufUtil.writeAscii(out, text);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
