package ruchy.runtime.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.MapValue;

/// A file that a function sends (`res.send_file`, `res.download`).
///
/// @param name the path as the program has written it
/// @param root what the path must not lead out of, or null
/// @param maxAgeSeconds how long a client may use the file without asking again
record SentFile(String name, @Nullable Path root, long maxAgeSeconds) {
  private static final String BY = "res.send_file";
  private static final FileOptions NO_INDEX = new FileOptions(null, false, 0);

  /// `function` is what the program calls.
  static SentFile of(String function, String name, MapValue options) {
    Path root = null;
    long maxAgeSeconds = 0;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      Object value = options.valueAt(i);
      if (key == null) {
        continue;
      }
      switch (Display.print(key)) {
        case "root" -> root = Path.of(Display.print(value));
        case "max_age" -> maxAgeSeconds = FileOptions.seconds(function, value);
        default ->
            throw Failure.argumentError(
                "Unknown option of " + function + ": '" + Display.print(key) + "'");
      }
    }
    return new SentFile(name, root, maxAgeSeconds);
  }

  /// The value of `Content-Disposition` for a client that saves the file under that name (RFC 6266,
  /// section 4).
  static String disposition(String name) {
    StringBuilder plain = new StringBuilder();
    StringBuilder escaped = new StringBuilder();
    boolean isPlain = true;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean isSafe = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%';
      isPlain &= isSafe;
      plain.append(isSafe ? c : '_');
      if (Character.isLetterOrDigit(c) && c < 0x7f || c == '.' || c == '-' || c == '_') {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    String value = "attachment; filename=\"" + plain + '"';
    return isPlain ? value : value + "; filename*=UTF-8''" + escaped;
  }

  /// Sends the file, or that the client has it. Waits until it is handed over.
  ///
  /// @param disposition what the client is to do with it, or null
  void answer(Request request, Response response, @Nullable String disposition) {
    Path file = find();
    BasicFileAttributes attributes = file == null ? null : attributes(file);
    if (file == null || attributes == null || !attributes.isRegularFile()) {
      throw request.missing(Failure.ioError("Cannot send '" + name + "': there is no such file"));
    }
    FileHead head = FileHead.of(file, attributes, maxAgeSeconds);
    if (!FileAnswer.answer(request, response, file, head, null, disposition, BY)) {
      throw request.missing(Failure.ioError("Cannot send '" + name + "': there is no such file"));
    }
  }

  private @Nullable Path find() {
    Path directory = root;
    try {
      if (directory == null) {
        return Path.of(name);
      }
      String below = name.startsWith("/") ? name : "/" + name;
      return new FileSearch(directory, NO_INDEX).find(below)
              instanceof FileSearch.Found.File(Path path, var attributes)
          ? path
          : null;
    } catch (InvalidPathException notAPath) {
      return null;
    }
  }

  private static @Nullable BasicFileAttributes attributes(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException noSuchFile) {
      return null;
    }
  }
}
