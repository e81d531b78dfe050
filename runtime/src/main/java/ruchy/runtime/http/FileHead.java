package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.MimeMapping;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// What the header fields of an answer say of a file: what it is, and how long a client may keep
/// it. Made once for a file that is kept in memory, so its texts are encoded already.
///
/// @param size of the file, in bytes
record FileHead(
    Version version,
    long size,
    CharSequence type,
    CharSequence tag,
    CharSequence lastModified,
    CharSequence caching) {
  private static final CharSequence X_CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");

  static FileHead of(Path file, BasicFileAttributes attributes, long maxAgeSeconds) {
    Version version = Version.of(attributes);
    return new FileHead(
        version,
        attributes.size(),
        HttpHeaders.createOptimized(mediaType(file)),
        HttpHeaders.createOptimized(String.valueOf(version.tag())),
        HttpHeaders.createOptimized(HttpDate.of(attributes.lastModifiedTime().toMillis())),
        HttpHeaders.createOptimized("public, max-age=" + maxAgeSeconds));
  }

  /// Sets the fields. A media type and a time to keep it that the program has set stay.
  void describe(MultiMap fields) {
    fields.set(HttpHeaders.ETAG, tag);
    fields.set(HttpHeaders.LAST_MODIFIED, lastModified);
    fields.set(HttpHeaders.ACCEPT_RANGES, BYTES);
    fields.set(X_CONTENT_TYPE_OPTIONS, NOSNIFF);
    if (!fields.contains(HttpHeaders.CONTENT_TYPE)) {
      fields.set(HttpHeaders.CONTENT_TYPE, type);
    }
    if (!fields.contains(HttpHeaders.CACHE_CONTROL)) {
      fields.set(HttpHeaders.CACHE_CONTROL, caching);
    }
  }

  private static String mediaType(Path file) {
    String type = MimeMapping.mimeTypeForFilename(file.toString());
    if (type == null) {
      return "application/octet-stream";
    }
    return type.startsWith("text/") || type.endsWith("javascript") || type.endsWith("json")
        ? type + "; charset=utf-8"
        : type;
  }
}
