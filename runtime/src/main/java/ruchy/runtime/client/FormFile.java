package ruchy.runtime.client;

import io.vertx.core.http.MimeMapping;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.MapValue;

/// What a form says of a file: its name, without folders, and its media type.
record FormFile(String name, String type) {
  private static final String UNKNOWN = "application/octet-stream";

  /// As the path tells, unless the options `name` and `type` do. Raises ArgumentError.
  static FormFile of(String path, MapValue options) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String type = null;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key != null) {
        String value = Display.print(options.valueAt(i));
        switch (Display.print(key)) {
          case "name" -> name = value;
          case "type" -> type = checked(value);
          default ->
              throw Failure.argumentError(
                  "Unknown option of form_file: '" + Display.print(key) + "'");
        }
      }
    }
    return new FormFile(name, type == null ? typeOf(name) : type);
  }

  private static String typeOf(String name) {
    int dot = name.lastIndexOf('.');
    @Nullable String known =
        dot < 0
            ? null
            : MimeMapping.mimeTypeForExtension(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    return known == null ? UNKNOWN : known;
  }

  private static String checked(String type) {
    if (type.isEmpty() || !type.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw Failure.argumentError("Not a media type: " + Display.debug(type));
    }
    return type;
  }
}
