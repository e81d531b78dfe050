package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.message.Fields;

/// The head of an answer, in the hand of the one who gives it: `ResponseHead.claim` makes one for
/// whoever comes first, and there is no other way to status and fields once somebody has answered.
/// So all that is sent is of one answer.
///
/// Only used by who has claimed it, one thread at a time. It takes the monitor of the response for
/// each change, for others who read the fields meanwhile.
final class ClaimedHead {
  private static final List<String> OF_CONTENT =
      List.of(
          "content-type",
          "content-encoding",
          "content-disposition",
          "content-length",
          "content-range",
          "cache-control",
          "etag",
          "last-modified",
          "accept-ranges");

  /// What the program may have said before it sends a file.
  private static final List<String> OF_PROGRAM =
      List.of("content-type", "content-disposition", "cache-control");

  private final ResponseHead response;
  private final MultiMap fields;
  private final String by;
  private final @Nullable CallStack at;
  private int status;

  /// Whether whoever has claimed it gives no answer. To write this needs no more of the stack, and
  /// no memory.
  volatile boolean isGivenBack;

  /// Whether a field may be set that tells of the body: then it is looked at what the program says
  /// before more is said.
  private boolean mayTellOfBody;

  /// Whether this answers HEAD with fields of another answer; then a missing body tells no length.
  private boolean hasLengthOfGet;

  /// Whether it says in which coding the body comes.
  private boolean isCoded;

  /// What fields of `OF_PROGRAM` were before they told of a file; null when none was told of.
  private @Nullable String @Nullable [] beforeFile;

  /// What fields were that this answer alone has, such as where a redirect leads.
  private @Nullable List<Fields.Field> before;

  /// @param by who answers, as errors name it
  ClaimedHead(
      ResponseHead response,
      MultiMap fields,
      int status,
      boolean mayTellOfBody,
      boolean hasLengthOfGet,
      String by) {
    this.response = response;
    this.fields = fields;
    this.status = status;
    this.mayTellOfBody = mayTellOfBody;
    this.hasLengthOfGet = hasLengthOfGet;
    this.by = by;
    this.at = Server.isDevelopment() ? CallStack.capture() : null;
  }

  /// Who answers, and in development in which line.
  String claimant(int sent) {
    CallStack first = at;
    String[] lines = first == null ? new String[0] : first.lines();
    String place = lines.length == 0 ? "" : " at " + lines[0];
    return "by " + by + " with status " + sent + place;
  }

  int status() {
    return status;
  }

  void status(int code) {
    status = code;
  }

  boolean hasNoBody() {
    int code = status;
    return code == 204 || code == 304;
  }

  boolean mayTellOfBody() {
    return mayTellOfBody;
  }

  boolean hasLengthOfGet() {
    return hasLengthOfGet;
  }

  @Nullable String get(CharSequence name) {
    return fields.get(name);
  }

  void set(CharSequence name, CharSequence value) {
    synchronized (response) {
      fields.set(name, value);
    }
  }

  /// Sets a field for this answer alone, also one that tells of the body: it is as it was when the
  /// answer is given back.
  void set(Fields.Field field) {
    synchronized (response) {
      mayTellOfBody = true;
      List<Fields.Field> kept = before == null ? new ArrayList<>(1) : before;
      List<String> values = fields.getAll(field.name());
      kept.add(new Fields.Field(field.name(), values.isEmpty() ? null : List.copyOf(values)));
      before = kept;
      field.set(fields);
    }
  }

  /// Changes fields of all kinds.
  void change(Consumer<MultiMap> change) {
    synchronized (response) {
      mayTellOfBody = true;
      change.accept(fields);
    }
  }

  void setUnlessSet(CharSequence name, CharSequence value) {
    if (!fields.contains(name)) {
      set(name, value);
    }
  }

  void remove(CharSequence name) {
    synchronized (response) {
      fields.remove(name);
    }
  }

  void addCookie(String field) {
    synchronized (response) {
      fields.add(HttpHeaders.SET_COOKIE, field);
    }
  }

  /// Sets the fields that tell of a file.
  void describe(FileHead file) {
    synchronized (response) {
      mayTellOfBody = true;
      @Nullable String[] before = new @Nullable String[OF_PROGRAM.size()];
      for (int i = 0; i < before.length; i++) {
        before[i] = fields.get(OF_PROGRAM.get(i));
      }
      beforeFile = before;
      file.describe(fields);
    }
  }

  /// The answer is not given: what comes instead is not coded as it, and has none of the fields of
  /// a file that was told of, nor of those that were set for this answer alone.
  void forgetAnswer() {
    synchronized (response) {
      List<Fields.Field> kept = before;
      if (kept != null) {
        before = null;
        kept.reversed().forEach(field -> field.set(fields));
      }
      if (isCoded) {
        isCoded = false;
        fields.remove("content-encoding");
      }
      @Nullable String[] before = beforeFile;
      if (before != null) {
        beforeFile = null;
        forgetContent();
        for (int i = 0; i < before.length; i++) {
          String value = before[i];
          if (value != null) {
            fields.set(OF_PROGRAM.get(i), value);
          }
        }
      }
    }
  }

  /// The body of GET would have that length, and this is the answer to HEAD.
  void setLengthOfGet(long bytes) {
    hasLengthOfGet = true;
    if (!isCompressed()) {
      set(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes));
    }
  }

  void setDate() {
    setUnlessSet(HttpHeaders.DATE, HttpDate.now());
  }

  void setType(@Nullable CharSequence type) {
    if (type != null) {
      setUnlessSet(HttpHeaders.CONTENT_TYPE, type);
    }
  }

  /// What was going to be sent is not; what a proxy may keep and how is not said of the error.
  void forgetContent() {
    synchronized (response) {
      OF_CONTENT.forEach(fields::remove);
    }
  }

  /// The connection is closed after this answer, if it is the last one.
  void noteEnd() {
    if (response.exchange.connection().endsAfterAnswer()) {
      set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /// Hands status and reason to Vert.x.
  void writeStatus(HttpServerResponse outgoing) {
    int code = status;
    if (code != 200) {
      outgoing.setStatusCode(code);
    }
    if (code >= 413 && Reasons.isRenamed(code)) {
      outgoing.setStatusMessage(Reasons.of(code));
    }
  }

  /// Whether a large answer of the type that is set will be compressed.
  boolean isCompressed() {
    return compression() != null && coding() != null;
  }

  private @Nullable Compression compression() {
    return response.exchange.connection().server().compression();
  }

  /// The coding in which this answer is compressed, or null: the server does so, the content gets
  /// smaller by it, and the client wants it. Says in `Vary` that there are several forms.
  private @Nullable String coding() {
    if (status == 206
        || fields.contains("content-encoding")
        || fields.contains("content-range")
        || !Compression.fits(fields.get(HttpHeaders.CONTENT_TYPE))) {
      return null;
    }
    String caching = fields.get("cache-control");
    if (caching != null && caching.contains("no-transform")) {
      return null;
    }
    synchronized (response) {
      ResponseHead.addVary(fields, "Accept-Encoding");
    }
    return Negotiation.coding(response.exchange.request().header("accept-encoding"));
  }

  private void setCoding(String coding) {
    isCoded = true;
    set("content-encoding", coding);
    weakenTag();
  }

  /// Compressed or not, it is the same version, but not the same bytes (RFC 9110, section 8.8.3.3).
  void weakenTag() {
    String tag = fields.get("etag");
    if (tag != null && !tag.startsWith("W/")) {
      set("etag", "W/" + tag);
    }
  }

  Compression.@Nullable Pieces compressedPieces(boolean isHead) {
    Compression compression = compression();
    String coding = compression == null || hasNoBody() ? null : coding();
    if (compression == null || coding == null) {
      return null;
    }
    setCoding(coding);
    remove(HttpHeaders.CONTENT_LENGTH);
    return isHead ? null : compression.pieces(coding);
  }

  /// Whether it is worth to compress that, if the server compresses at all.
  boolean isLarge(Buffer plain) {
    Compression compression = compression();
    return compression != null && plain.length() > 0 && plain.length() >= compression.leastBytes();
  }

  /// The bytes as the client gets them.
  Buffer compressed(Buffer plain) {
    Compression compression = compression();
    String coding = compression == null || !isLarge(plain) ? null : coding();
    if (compression == null || coding == null) {
      return plain;
    }
    setCoding(coding);
    return compression.compressed(plain, coding);
  }
}
