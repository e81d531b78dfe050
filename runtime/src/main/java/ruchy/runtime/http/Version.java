package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What tells one content of a resource from another (RFC 9110, section 8.8), and what a client
/// wants to hear of it.
///
/// @param tag the value of the `ETag` field; null without one
/// @param modifiedSecond when it was changed, in seconds since 1970; null when nobody says
record Version(@Nullable String tag, @Nullable Long modifiedSecond) {
  /// A file that was changed so lately may be changed once more within one tick of its clock.
  private static final long SETTLED_MILLIS = 2_000;

  /// The version of a file. Its tag is weak as long as the file may change without being seen to
  /// (section 8.8.1).
  static Version of(BasicFileAttributes attributes) {
    FileTime modified = attributes.lastModifiedTime();
    String tag =
        '"'
            + Long.toHexString(attributes.size())
            + "-"
            + Long.toHexString(modified.to(TimeUnit.MICROSECONDS))
            + '"';
    boolean isSettled = System.currentTimeMillis() - modified.toMillis() > SETTLED_MILLIS;
    return new Version(isSettled ? tag : "W/" + tag, Math.floorDiv(modified.toMillis(), 1000L));
  }

  /// A weak tag for an answer with these bytes: it may leave in several codings.
  static String tagOf(Buffer content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
      String text = Signature.base64(Arrays.copyOf(hash, 16));
      return "W/\"" + Integer.toHexString(content.length()) + "-" + text + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Whether the client says that it has this version (section 13.2.2, steps 3 and 4).
  boolean isKnownTo(Request request) {
    String tags = request.header("If-None-Match");
    if (tags != null) {
      return tag != null && (isAny(tags) || isAmong(tags, opaque(tag), true));
    }
    Long since = DateField.seconds(request.header("If-Modified-Since"));
    return since != null && modifiedSecond != null && modifiedSecond <= since;
  }

  /// Whether the client wants an answer only for another version (section 13.2.2, steps 1 and 2).
  boolean isForbidden(Request request) {
    String tags = request.header("If-Match");
    if (tags != null) {
      return !isAny(tags) && !isStronglyAmong(tags);
    }
    Long since = DateField.seconds(request.header("If-Unmodified-Since"));
    return since != null && modifiedSecond != null && modifiedSecond > since;
  }

  /// Whether a range of it may be sent for this `If-Range` field (section 13.1.5): only if that
  /// names it for certain.
  boolean allowsRange(@Nullable String ifRange) {
    if (ifRange == null) {
      return true;
    }
    if (tag == null || tag.startsWith("W/")) {
      return false;
    }
    return ifRange.startsWith("\"")
        ? ifRange.equals(tag)
        : modifiedSecond != null && modifiedSecond.equals(DateField.seconds(ifRange));
  }

  private boolean isStronglyAmong(String tags) {
    return tag != null && !tag.startsWith("W/") && isAmong(tags, tag, false);
  }

  private static boolean isAny(String tags) {
    return tags.strip().equals("*");
  }

  /// Whether a list of tags, each in quotes and in which commas may stand, has that one.
  private static boolean isAmong(String tags, String wanted, boolean isWeakEnough) {
    int at = 0;
    while (at < tags.length()) {
      int quote = tags.indexOf('"', at);
      int end = quote < 0 ? -1 : tags.indexOf('"', quote + 1);
      if (end < 0) {
        return false;
      }
      boolean isWeak = tags.startsWith("W/", Math.max(at, quote - 2)) && quote - 2 >= at;
      if ((isWeakEnough || !isWeak) && tags.substring(quote, end + 1).equals(wanted)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
