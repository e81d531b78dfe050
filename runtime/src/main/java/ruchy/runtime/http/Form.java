package ruchy.runtime.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.EndOfDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooLongFormFieldException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What a browser sends for a form: `application/x-www-form-urlencoded`, or `multipart/form-data`
/// (RFC 7578), whose files are written to disk while they arrive. Belongs to one request.
final class Form {
  private static final Set<String> OPTIONS =
      Set.of("max_files", "max_fields", "max_file", "max_field", "max_total", "folder");

  /// Parts that are smaller stay in memory.
  private static final long MEMORY_BYTES = 64 << 10;

  private final MapValue fields = new HashMapValue();
  private final ListValue files = ListValue.withCapacity(0);
  private @Nullable HttpPostMultipartRequestDecoder decoder;

  private Form() {}

  /// What a form may have.
  ///
  /// @param fileBytes of one file
  /// @param fieldBytes of one field that is no file
  /// @param totalBytes of the whole body
  /// @param folder where files are kept during the request, or null for that of the system
  record Bounds(
      int files,
      int fields,
      long fileBytes,
      long fieldBytes,
      long totalBytes,
      @Nullable String folder) {
    static Bounds of(MapValue options, long uploadBytes) {
      Settings settings = Settings.of("form", options, OPTIONS);
      long total = settings.number("max_total", 0, Long.MAX_VALUE, uploadBytes);
      return new Bounds(
          (int) settings.number("max_files", 0, 10_000, 20),
          (int) settings.number("max_fields", 0, 100_000, 1000),
          settings.number("max_file", 0, Long.MAX_VALUE, total),
          settings.number("max_field", 0, Integer.MAX_VALUE, 1 << 20),
          total,
          settings.textOrNull("folder"));
    }
  }

  /// A form that the client was not allowed to send.
  static final class Refused extends Exception {
    private final int status;

    Refused(int status, String message) {
      super(message, null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /// The form of a query-like text.
  static Form ofText(String text) {
    Form form = new Form();
    MapValue read = Query.map(text);
    for (int i = 0; i < read.positions(); i++) {
      Object key = read.keyAt(i);
      if (key != null) {
        form.fields.put(key, read.valueAt(i));
      }
    }
    return form;
  }

  /// Reads all parts. Waits.
  static Form ofParts(String contentType, BodyStream body, Bounds bounds) throws Refused {
    Form form = new Form();
    boolean isRead = false;
    try {
      HttpPostMultipartRequestDecoder decoder = decoder(contentType, bounds);
      form.decoder = decoder;
      for (Buffer piece = body.next(); piece != null; piece = body.next()) {
        Buffer arrived = piece;
        Blocking.call(() -> form.offer(decoder, arrived, bounds));
      }
      Blocking.call(() -> form.end(decoder, bounds));
      isRead = true;
      return form;
    } catch (IOException failure) {
      if (failure.getCause() instanceof Refused refused) {
        throw refused;
      }
      throw Failure.ioError("Cannot keep an uploaded file: " + failure.getMessage());
    } finally {
      if (!isRead) {
        form.cleanUp();
      }
    }
  }

  private static HttpPostMultipartRequestDecoder decoder(String contentType, Bounds bounds)
      throws Refused {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    DefaultHttpDataFactory factory =
        new DefaultHttpDataFactory(MEMORY_BYTES, StandardCharsets.UTF_8);
    factory.setDeleteOnExit(false);
    factory.setMaxLimit(Math.max(bounds.fileBytes(), bounds.fieldBytes()));
    String folder = bounds.folder();
    if (folder != null) {
      factory.setBaseDir(Surroundings.file(folder).toString());
    }
    if (!contentType.toLowerCase(Locale.ROOT).contains("boundary=")) {
      throw new Refused(400, "The form has no boundary");
    }
    try {
      return new HttpPostMultipartRequestDecoder(
          factory,
          request,
          StandardCharsets.UTF_8,
          bounds.fields() + bounds.files() + 1,
          (int) MEMORY_BYTES);
    } catch (ErrorDataDecoderException malformed) {
      throw new Refused(400, "The boundary of the form is malformed");
    }
  }

  private boolean offer(HttpPostMultipartRequestDecoder decoder, Buffer piece, Bounds bounds)
      throws IOException {
    try {
      decoder.offer(new DefaultHttpContent(Unpooled.wrappedBuffer(piece.getBytes())));
      take(decoder, bounds);
      checkSize(decoder.currentPartialHttpData(), bounds);
      return true;
    } catch (ErrorDataDecoderException
        | TooManyFormFieldsException
        | TooLongFormFieldException fault) {
      throw new IOException(refused(fault, bounds));
    }
  }

  private boolean end(HttpPostMultipartRequestDecoder decoder, Bounds bounds) throws IOException {
    try {
      decoder.offer(LastHttpContent.EMPTY_LAST_CONTENT);
      take(decoder, bounds);
    } catch (ErrorDataDecoderException
        | TooManyFormFieldsException
        | TooLongFormFieldException fault) {
      throw new IOException(refused(fault, bounds));
    }
    if (decoder.currentPartialHttpData() != null) {
      throw new IOException(new Refused(400, "The form ends in the middle of a part"));
    }
    return true;
  }

  /// What Netty says in exceptions.
  private static Refused refused(RuntimeException fault, Bounds bounds) {
    return switch (fault) {
      case TooManyFormFieldsException tooMany ->
          new Refused(413, "The form has more than " + bounds.fields() + " fields");
      case TooLongFormFieldException tooLong ->
          new Refused(413, "The head of a part of the form is too long");
      case ErrorDataDecoderException data when data.getCause() instanceof IOException ->
          tooLarge(bounds);
      default -> new Refused(400, "The form is malformed");
    };
  }

  private void take(HttpPostMultipartRequestDecoder decoder, Bounds bounds) throws IOException {
    try {
      while (decoder.hasNext()) {
        add(decoder.next(), bounds);
      }
    } catch (EndOfDataDecoderException end) {
      // All parts were taken.
    }
  }

  private static void checkSize(@Nullable InterfaceHttpData part, Bounds bounds)
      throws IOException {
    if (part instanceof Attribute field && field.length() > bounds.fieldBytes()) {
      throw tooLarge(field.getName(), bounds.fieldBytes());
    }
    if (part instanceof FileUpload file && file.length() > bounds.fileBytes()) {
      throw new IOException(tooLarge(bounds));
    }
  }

  private static Refused tooLarge(Bounds bounds) {
    return new Refused(413, "A part of the form is larger than " + bounds.fileBytes() + " bytes");
  }

  private static IOException tooLarge(String name, long bytes) {
    return new IOException(
        new Refused(413, "The field '" + name + "' is larger than " + bytes + " bytes"));
  }

  private void add(InterfaceHttpData part, Bounds bounds) throws IOException {
    checkSize(part, bounds);
    switch (part) {
      case FileUpload file -> {
        if (file.getFilename().isEmpty() && file.length() == 0) {
          return; // A field for files in which nothing was chosen.
        }
        if (files.size() == bounds.files()) {
          throw new IOException(
              new Refused(413, "The form has more than " + bounds.files() + " files"));
        }
        files.add(new Upload(file));
      }
      case Attribute field ->
          Query.add(fields, field.getName(), field.getString(StandardCharsets.UTF_8));
      default -> {}
    }
  }

  MapValue fields() {
    return fields;
  }

  /// All files, in the order of the form.
  ListValue files() {
    return files;
  }

  /// Removes what was written to disk and not saved.
  void cleanUp() {
    for (int i = 0; i < files.size(); i++) {
      if (files.at(i) instanceof Upload file) {
        file.forget();
      }
    }
    HttpPostMultipartRequestDecoder reading = decoder;
    if (reading != null) {
      decoder = null;
      reading.destroy();
    }
  }
}
