package ruchy.runtime.proxy;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The head of an answer as the client gets it: status and fields of the backend without those of
/// its connection, with `Via`; a `Location` on the backend itself becomes one on this server.
final class AnswerHead {
  private static final CharSequence VIA = AsciiString.cached("via");
  private static final CharSequence SELF = AsciiString.cached("1.1 ruchy");
  private static final CharSequence SELF_AFTER_1_0 = AsciiString.cached("1.0 ruchy");

  private AnswerHead() {}

  /// Copies the reason that the backend gives for the status, where it is one of its own.
  static void copyReason(HttpResponseStatus status, HttpServerResponse outgoing) {
    if (HttpResponseStatus.valueOf(status.code()) != status) {
      String reason = status.reasonPhrase();
      if (!reason.isEmpty() && isText(reason)) {
        outgoing.setStatusMessage(reason);
      }
    }
  }

  static void copy(HttpResponse head, MultiMap fields, Settings settings, Origin origin) {
    HttpResponseStatus status = head.status();
    copyFields(head.headers(), fields);
    // The version is that in which the answer has come (RFC 9110, section 7.6.3).
    fields.add(VIA, head.protocolVersion().equals(HttpVersion.HTTP_1_0) ? SELF_AFTER_1_0 : SELF);
    if (status.code() >= 201 && status.code() < 400) {
      String location = fields.get("location");
      if (location != null) {
        fields.set("location", here(location, origin, settings));
      }
    }
    for (Settings.Field field : settings.answerFields) {
      fields.remove(field.name());
      if (field.value() != null) {
        fields.set(field.name(), field.value());
      }
    }
  }

  /// Copies what is not for the next receiver alone. What was set before, by middleware, gives way.
  static void copyFields(HttpHeaders from, MultiMap to) {
    Set<String> named =
        from.contains("connection") ? HopFields.named(from.getAll("connection")) : null;
    if (!to.isEmpty()) {
      for (String name : from.names()) {
        to.remove(name);
      }
    }
    Iterator<Map.Entry<CharSequence, CharSequence>> all = from.iteratorCharSequence();
    while (all.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = all.next();
      CharSequence name = field.getKey();
      if (!HopFields.isOfConnection(name) && !isNamed(named, name)) {
        to.add(name, field.getValue());
      }
    }
  }

  private static boolean isNamed(@Nullable Set<String> named, CharSequence name) {
    return named != null && named.contains(name.toString().toLowerCase(Locale.ROOT));
  }

  /// An address on the backend as clients of this server reach it.
  private static String here(String location, Origin origin, Settings settings) {
    String own = (origin.isSecure() ? "https://" : "http://") + origin.authority();
    String path = location;
    if (location.regionMatches(true, 0, own, 0, own.length())
        && (location.length() == own.length()
            || "/?#".indexOf(location.charAt(own.length())) >= 0)) {
      path = location.substring(own.length());
      path = path.startsWith("/") ? path : "/" + path;
    }
    if (!path.startsWith("/") || path.startsWith("//") || settings.rewrite != null) {
      return path.startsWith("//") ? location : path;
    }
    String base = origin.basePath();
    if (!base.isEmpty() && path.startsWith(base + "/")) {
      path = path.substring(base.length());
    }
    return settings.stripped + path;
  }

  private static boolean isText(String reason) {
    for (int i = 0; i < reason.length(); i++) {
      char c = reason.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
