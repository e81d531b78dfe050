package ruchy.runtime.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.Chunks;

/// What a request asks for, as plain data. Changed only by the task that configures the request;
/// once it is sent, only read.
final class Draft {
  static final long TOTAL_MILLIS = 30_000;
  static final int REDIRECTS = 10;

  /// A body as it arrives, and one after decompression, unless the program sets another limit.
  static final int BODY_BYTES = 64 << 20;

  static final int DECODED_BYTES = 10 << 20;

  /// Whether another try does no harm (RFC 9110, section 9.2.2).
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

  /// Methods whose requests have a length even without a body (RFC 9110, section 8.6).
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  final ClientOptions options;
  String method;
  Url url;
  final MultiMap fields = MultiMap.caseInsensitiveMultiMap();
  @Nullable Buffer body;

  /// What the body has as a form.
  FormFields form = FormFields.NONE;

  /// A body that is sent as it arrives, once; then `body` is null.
  @Nullable Chunks stream;

  /// How many bytes the stream has; -1 when nobody knows.
  long streamBytes = -1;

  /// For the whole exchange with its redirects and further tries.
  long timeoutMillis;

  int redirects;
  int retries;
  int bodyBytes;
  int decodedBytes;

  /// Whether the fields are those of another message, so that nothing is added to them.
  boolean isForwarded;

  Draft(String method, Url url, ClientOptions options) {
    this.method = method;
    this.url = url;
    this.options = options;
    timeoutMillis = options.timeoutMillis;
    redirects = options.redirects;
    retries = options.retries;
    bodyBytes = options.bodyBytes;
    decodedBytes = options.decodedBytes;
  }

  static boolean isIdempotent(String method) {
    return IDEMPOTENT.contains(method);
  }

  static boolean hasLength(String method) {
    return WITH_BODY.contains(method);
  }

  /// Whether the answer is decompressed unseen; else the program has asked for its codings itself,
  /// and gets the bytes as they came.
  boolean isDecoded() {
    return !fields.contains("accept-encoding");
  }

  /// The fields to send, complete but for those that every single request has of its own.
  MultiMap outgoing() {
    MultiMap all = MultiMap.caseInsensitiveMultiMap().addAll(fields);
    if (url.user() != null && !all.contains("authorization")) {
      all.set("Authorization", basic(Url.unescaped(url.user())));
    }
    if (!isForwarded) {
      setUnlessSet(all, "Accept", "*/*");
      setUnlessSet(all, "User-Agent", "ruchy");
      setUnlessSet(all, "Accept-Encoding", "gzip, deflate");
    }
    return all;
  }

  private static void setUnlessSet(MultiMap fields, String name, String value) {
    if (!fields.contains(name)) {
      fields.set(name, value);
    }
  }

  /// The credentials `name:password` as the value of a field (RFC 7617).
  static String basic(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
