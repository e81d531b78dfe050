package ruchy.runtime.message;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Decompression of bodies (RFC 9110, section 8.4.1): `gzip` and `deflate`, with limits, so that a
/// small message cannot fill the memory.
public final class Coding {
  private static final int CHUNK = 16 << 10;
  private static final int RATIO = 100;

  /// Below this size any ratio is fine: there are such texts.
  private static final int RATIO_FROM_BYTES = 1 << 20;

  /// More codings than this on one body are a trick.
  private static final int CODINGS = 3;

  /// What a server says that it understands (RFC 9110, section 12.5.3).
  public static final String KNOWN = "gzip, deflate";

  private Coding() {}

  /// There is more than the limit allows.
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }

  /// Whether a body with this `Content-Encoding` can be decoded, and has anything to decode.
  public static boolean isKnown(@Nullable String encoding) {
    if (encoding == null || encoding.isBlank()) {
      return false;
    }
    String[] names = names(encoding);
    boolean areKnown = names.length <= CODINGS;
    for (String name : names) {
      areKnown &=
          switch (name) {
            case "gzip", "x-gzip", "deflate", "identity" -> true;
            default -> false;
          };
    }
    return areKnown;
  }

  /// The decoded bytes. Throws IOException with the reason as its message, and `TooLarge` where
  /// they are more than the limit, or than honest texts become.
  public static Buffer decoded(Buffer body, String encoding, int limit) throws IOException {
    byte[] bytes = body.getBytes();
    int compressed = bytes.length;
    String[] names = names(encoding);
    for (int i = names.length - 1; i >= 0; i--) {
      if (!names[i].equals("identity")) {
        bytes = decompressed(bytes, names[i].equals("deflate"), limit, compressed);
      }
    }
    return Buffer.buffer(bytes);
  }

  private static String[] names(String encoding) {
    return encoding.toLowerCase(Locale.ROOT).strip().split("\\s*,\\s*", -1);
  }

  private static byte[] decompressed(byte[] bytes, boolean isDeflate, int limit, int compressed)
      throws IOException {
    var out = new ByteArrayOutputStream(Math.min(limit, 4 * bytes.length));
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = isDeflate ? deflate(bytes) : gzip(bytes)) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        out.write(chunk, 0, count);
        if (out.size() > limit) {
          throw new TooLarge("the body is larger than " + limit + " bytes decompressed");
        }
        if (out.size() > RATIO_FROM_BYTES && out.size() / RATIO > compressed) {
          throw new TooLarge("the body is compressed by more than " + RATIO + " to 1");
        }
      }
    } catch (EOFException cutShort) {
      throw new IOException("the compressed body is cut short", cutShort);
    }
    return out.toByteArray();
  }

  private static InputStream gzip(byte[] bytes) throws IOException {
    try {
      return new GZIPInputStream(new ByteArrayInputStream(bytes), CHUNK);
    } catch (EOFException cutShort) {
      throw cutShort;
    } catch (IOException noGzip) {
      throw new IOException("the body is not gzip", noGzip);
    }
  }

  /// With the header of zlib, as the RFC says, or without, as some servers send it.
  private static InputStream deflate(byte[] bytes) {
    boolean hasHeader =
        bytes.length > 1
            && (bytes[0] & 0x0f) == 8
            && ((bytes[0] & 0xff) * 256 + (bytes[1] & 0xff)) % 31 == 0;
    return new Raw(bytes, new Inflater(!hasHeader));
  }

  /// Frees the memory of its inflater when it is closed.
  private static final class Raw extends InflaterInputStream {
    Raw(byte[] bytes, Inflater inflater) {
      super(new ByteArrayInputStream(bytes), inflater, CHUNK);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
