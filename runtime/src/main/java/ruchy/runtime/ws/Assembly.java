package ruchy.runtime.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/// Puts the frames of a message together, and sees that a text is one. Only used on the event loop
/// of its connection.
final class Assembly {
  private static final int SCRATCH = 512;

  private final int mostBytes;
  private boolean isText;
  private boolean isCompressed;
  private boolean isSplit;
  private int size;
  private @Nullable ByteArrayOutputStream parts;

  /// Text that is split into frames is decoded frame by frame, so that what is none is refused at
  /// once.
  private @Nullable TextParts textParts;

  /// A message that is not what it should be.
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String text;

    Fault(int code, String text) {
      super(text, null, false, false);
      this.code = code;
      this.text = text;
    }

    int code() {
      return code;
    }

    String text() {
      return text;
    }
  }

  Assembly(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// The first frame of a message comes.
  void begin(boolean text, boolean compressed) {
    isText = text;
    isCompressed = compressed;
    isSplit = false;
    size = 0;
    drop();
  }

  /// Forgets what has come of a message.
  void drop() {
    parts = null;
    textParts = null;
  }

  /// Adds the content of a frame.
  ///
  /// @return the message when that was its last frame: a `String` or a `byte[]`; else null
  @Nullable Object add(ByteBuf content, boolean isLast) throws Fault {
    int length = content.readableBytes();
    if (length > mostBytes - size) {
      throw tooBig();
    }
    size += length;
    if (isLast && !isSplit) {
      byte[] all = ByteBufUtil.getBytes(content);
      return isCompressed ? inflated(all) : isText ? text(all) : all;
    }
    isSplit = true;
    if (isText && !isCompressed) {
      TextParts text = textParts;
      if (text == null) {
        text = new TextParts();
        textParts = text;
      }
      text.add(content.nioBuffer(), isLast);
      if (!isLast) {
        return null;
      }
      drop();
      return text.complete();
    }
    ByteArrayOutputStream bytes = parts;
    if (bytes == null) {
      bytes = new ByteArrayOutputStream(Math.max(length, 64));
      parts = bytes;
    }
    bytes.writeBytes(ByteBufUtil.getBytes(content));
    if (!isLast) {
      return null;
    }
    drop();
    byte[] all = bytes.toByteArray();
    return isCompressed ? inflated(all) : all;
  }

  private Object inflated(byte[] compressed) throws Fault {
    byte[] content;
    try {
      content = Compression.inflate(compressed, mostBytes);
    } catch (DataFormatException malformed) {
      throw new Fault(CloseCode.NOT_TEXT, "a message is not compressed as agreed");
    }
    if (content == null) {
      throw tooBig();
    }
    return isText ? text(content) : content;
  }

  private Fault tooBig() {
    return new Fault(CloseCode.TOO_BIG, "a message has more than " + mostBytes + " bytes");
  }

  private static Fault notText() {
    return new Fault(CloseCode.NOT_TEXT, "a text message is not UTF-8");
  }

  private static String text(byte[] utf8) throws Fault {
    // The JDK decodes fastest when it replaces what is malformed; only then it has to look again.
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      try {
        var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
      } catch (CharacterCodingException malformed) {
        throw notText();
      }
    }
    return text;
  }

  /// A text that comes in parts, which may end in the middle of a character.
  private static final class TextParts {
    private final StringBuilder text = new StringBuilder();
    private final CharBuffer scratch = CharBuffer.allocate(SCRATCH);
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    /// The bytes of a character that is not complete yet.
    private byte[] rest = {};

    void add(ByteBuffer part, boolean isLast) throws Fault {
      ByteBuffer in = part;
      if (rest.length > 0) {
        in = ByteBuffer.allocate(rest.length + part.remaining());
        in.put(rest).put(part).flip();
      }
      CoderResult result;
      do {
        result = decoder.decode(in, scratch, isLast);
        if (result.isError()) {
          throw notText();
        }
        text.append(scratch.flip());
        scratch.clear();
      } while (result.isOverflow());
      rest = new byte[in.remaining()];
      in.get(rest);
    }

    String complete() {
      return text.toString();
    }
  }
}
