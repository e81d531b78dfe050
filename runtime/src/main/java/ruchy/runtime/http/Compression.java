package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.MapValue;

/// What a server compresses, and how (`server.compress`).
///
/// @param leastBytes smaller answers stay as they are
/// @param level 1 (fast) to 9 (small)
record Compression(int leastBytes, int level) {
  private static final Set<String> OPTIONS = Set.of("min", "level");

  /// Types besides `text/*` that are not compressed already.
  private static final Set<String> TYPES =
      Set.of(
          "application/json",
          "application/javascript",
          "application/xml",
          "application/wasm",
          "application/x-ndjson",
          "image/svg+xml",
          "image/bmp",
          "font/ttf",
          "font/otf");

  static Compression of(MapValue options) {
    Settings settings = Settings.of("compress", options, OPTIONS);
    return new Compression(
        (int) settings.number("min", 0, Integer.MAX_VALUE, 1024),
        (int) settings.number("level", 1, 9, 5));
  }

  /// Whether content of that type gets smaller. Events are sent one by one, which compresses badly
  /// and keeps proxies busy.
  static boolean fits(@Nullable String type) {
    if (type == null) {
      return false;
    }
    String kind = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return (kind.startsWith("text/") && !kind.equals("text/event-stream"))
        || TYPES.contains(kind)
        || kind.endsWith("+json")
        || kind.endsWith("+xml");
  }

  /// The compressed bytes.
  Buffer compressed(Buffer plain, String coding) {
    Pieces pieces = pieces(coding);
    Buffer begun = pieces.add(plain, false);
    return begun.appendBuffer(pieces.end());
  }

  /// For an answer that leaves piece by piece.
  Pieces pieces(String coding) {
    return new Pieces(coding, level);
  }

  /// Compresses pieces, each of which the client can read when it has it.
  static final class Pieces {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deflater deflater;
    private final OutputStream in;

    private Pieces(String coding, int level) {
      boolean isGzip = coding.equals("gzip");
      deflater = new Deflater(level, isGzip);
      try {
        in = isGzip ? new Gzip(out, deflater) : new DeflaterOutputStream(out, deflater, 4096, true);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    Buffer add(Buffer piece, boolean isFlushed) {
      try {
        in.write(piece.getBytes());
        if (isFlushed) {
          in.flush();
        }
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return taken();
    }

    /// The last bytes.
    Buffer end() {
      try {
        in.close();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      } finally {
        deflater.end();
      }
      return taken();
    }

    /// Frees what the system keeps for it.
    void drop() {
      deflater.end();
    }

    private Buffer taken() {
      Buffer bytes = Buffer.buffer(out.toByteArray());
      out.reset();
      return bytes;
    }
  }

  /// With a level of its own.
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out, Deflater deflater) throws IOException {
      super(out, 4096, true);
      def.end();
      def = deflater;
    }
  }
}
