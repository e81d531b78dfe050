package ruchy.runtime.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.Chunks;

/// A form with files as a body, `multipart/form-data` (RFC 7578): its files are read piece by piece
/// by who sends it, and its length is known before.
///
/// Parts are added by the task that configures the request; once it is sent, everything happens on
/// one event loop.
final class Multipart implements Chunks {
  /// Nobody who gives a part of the form can know it, and so end that part.
  private final String boundary = UUID.randomUUID().toString();

  private final List<Chunks> parts = new ArrayList<>();
  private long bytes;
  private int next;

  Multipart(FormFields first) {
    add(first);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /// How many bytes all of it has.
  long bytes() {
    return bytes + end().length();
  }

  void add(FormFields fields) {
    for (FormFields.Field field : fields.all()) {
      add(head(field.name()) + "\r\n\r\n" + field.value() + "\r\n");
    }
  }

  void add(String name, FormFile file, FilePieces content) {
    add(
        head(name)
            + "; filename=\""
            + escaped(file.name())
            + "\"\r\nContent-Type: "
            + file.type()
            + "\r\n\r\n");
    parts.add(content);
    bytes += content.size();
    add("\r\n");
  }

  private void add(String text) {
    Buffer encoded = utf8(text);
    parts.add(Chunks.of(encoded));
    bytes += encoded.length();
  }

  private String head(String name) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escaped(name) + "\"";
  }

  private Buffer end() {
    return utf8("--" + boundary + "--\r\n");
  }

  private static Buffer utf8(String text) {
    return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A name in quotes: what would end it is percent-encoded (RFC 7578, section 2), as browsers do.
  private static String escaped(String name) {
    return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
  }

  @Override
  public void next(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
    if (next > parts.size()) {
      ready.accept(null, null);
    } else if (next == parts.size()) {
      next++;
      ready.accept(end(), null);
    } else {
      parts.get(next).next((piece, failure) -> got(piece, failure, ready));
    }
  }

  private void got(
      @Nullable Buffer piece,
      @Nullable Throwable failure,
      BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
    if (piece == null && failure == null) {
      next++;
      next(ready);
    } else {
      ready.accept(piece, failure);
    }
  }

  @Override
  public boolean isEnded() {
    return next > parts.size();
  }

  @Override
  public void drop() {
    parts.forEach(Chunks::drop);
    next = parts.size() + 1;
  }
}
