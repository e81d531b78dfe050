package ruchy.runtime.ws;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One message as it is sent: in one frame, made once for however many peers get it. May be used by
/// any thread.
final class Message {
  private static final int CONTINUATION_FREE = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final int MASKED = 0x80;
  private static final int LONGEST_HEAD = 14;

  /// What a frame is.
  enum Kind {
    TEXT(1),
    BINARY(2),
    CLOSE(8),
    PING(9),
    PONG(10);

    private final int opcode;

    Kind(int opcode) {
      this.opcode = opcode;
    }
  }

  private final Kind kind;
  private final byte[] content;

  /// The compressed content; empty when that would not be shorter.
  private volatile byte @Nullable [] shorter;

  Message(Kind kind, byte[] content) {
    this.kind = kind;
    this.content = content;
  }

  static Message text(String text) {
    return new Message(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A close frame; without content for the code that stands for none.
  static Message close(int code, String reason) {
    if (code == CloseCode.NONE) {
      return new Message(Kind.CLOSE, new byte[0]);
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] content = new byte[2 + text.length];
    content[0] = (byte) (code >> 8);
    content[1] = (byte) code;
    System.arraycopy(text, 0, content, 2, text.length);
    return new Message(Kind.CLOSE, content);
  }

  boolean isClose() {
    return kind == Kind.CLOSE;
  }

  /// How many bytes it counts for while it waits.
  int size() {
    return content.length + 2;
  }

  /// How many bytes its frame has at most.
  int frameBytes() {
    return content.length + LONGEST_HEAD;
  }

  /// The content as it is sent: compressed if that pays.
  private byte[] sent(@Nullable Compression compression) {
    if (compression == null || kind.opcode > 2 || content.length < compression.leastBytes()) {
      return content;
    }
    byte[] known = shorter;
    if (known == null) {
      known = compression.deflate(content);
      shorter = known;
    }
    return known.length == 0 ? content : known;
  }

  /// Writes the frame (RFC 6455, section 5.2).
  ///
  /// @param compression what was agreed on with the peer, or null
  /// @param mask what masks a client's frames; null for a server, which must not mask
  void write(ByteBuf out, @Nullable Compression compression, @Nullable Integer mask) {
    byte[] bytes = sent(compression);
    int compressed = bytes == content ? 0 : COMPRESSED;
    int masked = mask == null ? 0 : MASKED;
    out.writeByte(CONTINUATION_FREE | compressed | kind.opcode);
    if (bytes.length < 126) {
      out.writeByte(masked | bytes.length);
    } else if (bytes.length < 1 << 16) {
      out.writeByte(masked | 126);
      out.writeShort(bytes.length);
    } else {
      out.writeByte(masked | 127);
      out.writeLong(bytes.length);
    }
    if (mask == null) {
      out.writeBytes(bytes);
    } else {
      out.writeInt(mask);
      out.writeBytes(masked(bytes, mask));
    }
  }

  private static byte[] masked(byte[] bytes, int mask) {
    byte[] masked = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= (byte) (mask >> (24 - 8 * (i & 3)));
    }
    return masked;
  }
}
