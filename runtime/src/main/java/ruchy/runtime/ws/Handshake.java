package ruchy.runtime.ws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of the request and the answer that begin a WebSocket (RFC 6455, section 4; RFC 7692,
/// section 7.1).
final class Handshake {
  static final String DEFLATE = "permessage-deflate";
  static final String OURS = DEFLATE + "; server_no_context_takeover; client_no_context_takeover";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int WINDOW_BITS = 15;

  private Handshake() {}

  /// The `Sec-WebSocket-Accept` for a `Sec-WebSocket-Key`.
  static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // Every JDK has it.
    }
  }

  /// Whether the text is 16 bytes in base64.
  static boolean isKey(@Nullable String key) {
    if (key == null || key.length() != 24) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /// The elements of a list that is spread over fields, without empty ones.
  static List<String> elements(List<String> fields) {
    List<String> elements = new ArrayList<>();
    for (String field : fields) {
      for (String element : field.split(",", -1)) {
        if (!element.isBlank()) {
          elements.add(element.strip());
        }
      }
    }
    return elements;
  }

  static boolean hasElement(List<String> fields, String wanted) {
    for (String element : elements(fields)) {
      if (element.equalsIgnoreCase(wanted)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a client offers a compression that this side can do. It never keeps anything between
  /// two messages, and asks the client for the same.
  static boolean offersDeflate(List<String> fields) {
    for (String offer : elements(fields)) {
      if (isAcceptable(offer, false)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a server's answer is what `OURS` was offered for.
  static boolean isAgreed(String answer) {
    return isAcceptable(answer, true);
  }

  private static boolean isAcceptable(String extension, boolean isAnswer) {
    String[] parts = extension.split(";", -1);
    if (!parts[0].strip().equals(DEFLATE)) {
      return false;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].strip().split("=", 2);
      String name = pair[0].strip().toLowerCase(Locale.ROOT);
      String value = pair.length < 2 ? null : unquoted(pair[1].strip());
      boolean isFine =
          switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            case "server_max_window_bits" ->
                isAnswer ? isBits(value) : String.valueOf(WINDOW_BITS).equals(value);
            case "client_max_window_bits" -> !isAnswer && (value == null || isBits(value));
            default -> false;
          };
      if (!isFine || !seen.add(name)) {
        return false;
      }
    }
    return !isAnswer || seen.contains("server_no_context_takeover");
  }

  private static boolean isBits(@Nullable String value) {
    return value != null && value.matches("[89]|1[0-5]");
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  /// Whether the text is a token (RFC 9110, section 5.6.2), as names of sub-protocols are.
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "()<>@,;:\\\"/[]?={}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
