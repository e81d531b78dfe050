package ruchy.runtime.packet;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The first message of TLS (RFC 8446, 4.1.2), as much of it as is there.
final class ClientHello {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int PROTOCOLS = 16;

  private static final int RECORD_HEADER = 5;
  private static final int MESSAGE_HEADER = 4;

  /// The message up to the end of its random number and one byte more.
  private static final int LEAST = MESSAGE_HEADER + 2 + 32 + 1;

  private ClientHello() {}

  /// How much of a ClientHello these bytes are.
  static Heads.Part part(Octets bytes) {
    if (bytes.has(1) && bytes.u8(0) != HANDSHAKE
        || bytes.has(2) && bytes.u8(1) != 3
        || bytes.has(RECORD_HEADER + 1) && bytes.u8(RECORD_HEADER) != CLIENT_HELLO) {
      return Heads.Part.NONE;
    }
    Octets message = message(bytes);
    if (!message.has(MESSAGE_HEADER)) {
      return Heads.Part.SOME;
    }
    int length = MESSAGE_HEADER + (message.i32(0) & 0xFF_FFFF);
    if (length > Assembly.MOST) {
      return Heads.Part.NONE;
    }
    return message.has(length) ? Heads.Part.ALL : Heads.Part.SOME;
  }

  /// What is in the records with which the bytes begin: a message may lie in several (RFC 8446,
  /// 5.1).
  private static Octets message(Octets bytes) {
    Octets first = record(bytes);
    Octets rest = bytes.from(RECORD_HEADER + first.size());
    if (!isRecord(rest)) {
      return first;
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(first.copy());
    while (isRecord(rest)) {
      Octets next = record(rest);
      all.writeBytes(next.copy());
      rest = rest.from(RECORD_HEADER + next.size());
    }
    return Octets.of(all.toByteArray());
  }

  private static boolean isRecord(Octets bytes) {
    return bytes.has(RECORD_HEADER) && bytes.u8(0) == HANDSHAKE;
  }

  private static Octets record(Octets bytes) {
    return bytes.has(RECORD_HEADER)
        ? bytes.part(RECORD_HEADER, bytes.u16(3))
        : bytes.from(bytes.size());
  }

  /// Null for what is no ClientHello.
  static @Nullable MapValue read(Octets payload) {
    if (!payload.has(RECORD_HEADER) || payload.u8(0) != HANDSHAKE || payload.u8(1) != 3) {
      return null;
    }
    Octets message = message(payload);
    if (!message.has(LEAST) || message.u8(0) != CLIENT_HELLO) {
      return null;
    }
    Octets rest = message.first(MESSAGE_HEADER + (message.i32(0) & 0xFF_FFFF)).from(LEAST - 1);
    if (!rest.has(1)) {
      return null;
    }
    rest = rest.from(1 + rest.u8(0)); // session
    if (rest.has(2)) {
      rest = rest.from(2 + rest.u16(0)); // cipher suites
    }
    if (rest.has(1)) {
      rest = rest.from(1 + rest.u8(0)); // compression
    }
    String name = null;
    var protocols = ListValue.empty();
    // Every turn takes four bytes or more away.
    for (Octets left = rest.from(2); left.has(4); left = left.from(4 + left.u16(2))) {
      Octets content = left.part(4, left.u16(2));
      if (left.u16(0) == SERVER_NAME) {
        name = serverName(content);
      } else if (left.u16(0) == PROTOCOLS) {
        addProtocols(content, protocols);
      }
    }
    return HashMapValue.of("server_name", name, "protocols", protocols);
  }

  private static @Nullable String serverName(Octets content) {
    boolean isHost = content.has(5) && content.u8(2) == 0 && content.has(5 + content.u16(3));
    return isHost ? content.part(5, content.u16(3)).text() : null;
  }

  private static void addProtocols(Octets content, ListValue protocols) {
    for (Octets left = content.from(2); left.has(1); left = left.from(1 + left.u8(0))) {
      protocols.add(left.part(1, left.u8(0)).text());
    }
  }
}
