package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The first message of TLS (RFC 8446, 4.1.2), as much of it as is in one packet.
final class ClientHello {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int PROTOCOLS = 16;

  private ClientHello() {}

  /// Null for what is no ClientHello.
  static @Nullable MapValue read(Octets payload) {
    if (!payload.has(44)
        || payload.u8(0) != HANDSHAKE
        || payload.u8(1) != 3
        || payload.u8(5) != CLIENT_HELLO) {
      return null;
    }
    Octets rest = payload.from(9 + 2 + 32);
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
