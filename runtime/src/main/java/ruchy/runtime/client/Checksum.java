package ruchy.runtime.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ruchy.runtime.failure.Failure;

/// What the bytes of a file add up to, if they are the right ones.
final class Checksum {
  private static final Pattern TEXT = Pattern.compile("(?:(md5|sha1|sha256|sha512):)?([0-9a-f]+)");

  private final String name;
  private final String expected;
  private final MessageDigest digest;

  private Checksum(String name, String expected, MessageDigest digest) {
    this.name = name;
    this.expected = expected;
    this.digest = digest;
  }

  /// Reads `sha256:HEX`, also of `sha512`, `sha1` and `md5`, or the digits alone, whose number
  /// tells the kind. Raises ArgumentError for anything else.
  static Checksum parse(String text) {
    Matcher found = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    String digits = found.matches() ? found.group(2) : "";
    String name =
        switch (digits.length()) {
          case 32 -> "md5";
          case 40 -> "sha1";
          case 64 -> "sha256";
          case 128 -> "sha512";
          default -> "";
        };
    if (name.isEmpty() || (found.group(1) != null && !found.group(1).equals(name))) {
      throw Failure.argumentError("Not a checksum: '" + text + "'");
    }
    String algorithm = name.equals("md5") ? "MD5" : "SHA-" + name.substring("sha".length());
    try {
      return new Checksum(name, digits, MessageDigest.getInstance(algorithm));
    } catch (NoSuchAlgorithmException missing) {
      throw Failure.runtimeError("This Java has no " + algorithm);
    }
  }

  void restart() {
    digest.reset();
  }

  void add(byte[] bytes) {
    digest.update(bytes);
  }

  /// What is wrong; `""` when nothing is. At the end of the file.
  String objection() {
    String actual = HexFormat.of().formatHex(digest.digest());
    return actual.equals(expected)
        ? ""
        : "the checksum is " + name + ":" + actual + ", expected " + expected;
  }
}
