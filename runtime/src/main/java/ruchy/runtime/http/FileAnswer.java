package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.failure.Failure;

/// The answer to a request for a file that was found: the file, parts of it (RFC 9110, section 14),
/// or that the client has it already (section 13). Called on a virtual thread; waits until the file
/// is handed over.
final class FileAnswer {
  /// A smaller file is read as a whole; there is no waiting for the disk then.
  private static final int WHOLE_BYTES = 64 << 10;

  private static final int STEP_BYTES = 64 << 10;

  private final Request request;
  private final Response response;
  private final Path file;
  private final long size;
  private final Version version;
  private final @Nullable Buffer content;
  private final String by;

  private FileAnswer(
      Request request,
      Response response,
      Path file,
      FileHead head,
      @Nullable Buffer content,
      String by) {
    this.request = request;
    this.response = response;
    this.file = file;
    this.size = head.size();
    this.version = head.version();
    this.content = content;
    this.by = by;
  }

  /// Answers; `by` names the function of the program that does. False when the file has vanished
  /// meanwhile.
  ///
  /// @param content all of the file, where it was read already
  static boolean answer(
      Request request,
      Response response,
      Path file,
      FileHead head,
      @Nullable Buffer content,
      String by) {
    head.describe(response.openFields(by));
    return new FileAnswer(request, response, file, head, content, by).send();
  }

  private boolean send() {
    boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
    if (version.isForbidden(request)) {
      response.problem(412, null);
      return true;
    }
    if (isRead && version.isKnownTo(request)) {
      response.empty(304);
      return true;
    }
    String range = request.header("range");
    if (range != null
        && request.method().equals("GET")
        && response.status() == 200
        && version.allowsRange(request.header("if-range"))) {
      List<Ranges.Range> ranges = Ranges.of(range, size);
      if (ranges != null) {
        return sendRanges(ranges);
      }
    }
    if (request.method().equals("HEAD")) {
      response.headOfFile(size, by);
      return true;
    }
    return content != null || size <= WHOLE_BYTES ? sendWhole() : sendLarge();
  }

  private boolean sendWhole() {
    Buffer bytes = content;
    if (bytes != null) {
      response.answerFile(bytes, by);
      return true;
    }
    try {
      bytes = Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException vanished) {
      return false;
    }
    response.answerFile(bytes, by);
    return true;
  }

  private boolean sendLarge() {
    if (!Files.isReadable(file)) {
      return false;
    }
    if (response.isCompressed()) {
      // What is compressed cannot be left to the system.
      stream(List.of(new Ranges.Range(0, size - 1)), null);
      return true;
    }
    handOver(0, size);
    return true;
  }

  private boolean sendRanges(List<Ranges.Range> ranges) {
    if (ranges.isEmpty()) {
      response.header("content-range", "bytes */" + size);
      response.problem(416, null);
      return true;
    }
    if (!Files.isReadable(file)) {
      return false;
    }
    response.status(206);
    if (ranges.size() == 1) {
      Ranges.Range one = ranges.getFirst();
      response.header("content-range", one.contentRange(size));
      if (one.length() > WHOLE_BYTES) {
        handOver(one.first(), one.length());
      } else {
        response.header("content-length", one.length());
        stream(ranges, null);
      }
      return true;
    }
    String boundary = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    String type = String.valueOf(response.header("content-type"));
    response.header("content-type", "multipart/byteranges; boundary=" + boundary);
    long length = ("--" + boundary + "--\r\n").length();
    for (Ranges.Range range : ranges) {
      length += partHead(range, type, boundary).length() + range.length() + 2;
    }
    response.header("content-length", length);
    stream(ranges, new String[] {boundary, type});
    return true;
  }

  private String partHead(Ranges.Range range, String type, String boundary) {
    return "--"
        + boundary
        + "\r\nContent-Type: "
        + type
        + "\r\nContent-Range: "
        + range.contentRange(size)
        + "\r\n\r\n";
  }

  /// Sends parts of the file, as parts of a multipart body if these are its boundary and type.
  private void stream(List<Ranges.Range> ranges, String @Nullable [] multipart) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (Ranges.Range range : ranges) {
        if (multipart != null) {
          response.write(Content.utf8(partHead(range, multipart[1], multipart[0])), by);
        }
        long at = range.first();
        while (at <= range.last()) {
          ByteBuffer step = ByteBuffer.allocate((int) Math.min(STEP_BYTES, range.last() + 1 - at));
          long from = at;
          int count = Blocking.call(() -> channel.read(step, from));
          if (count < 0) {
            throw Failure.ioError("The file became shorter while it was sent");
          }
          at += count;
          response.write(Buffer.buffer(step.array()).slice(0, count), by);
        }
        if (multipart != null) {
          response.write(Content.utf8("\r\n"), by);
        }
      }
      if (multipart != null) {
        response.write(Content.utf8("--" + multipart[0] + "--\r\n"), by);
      }
      response.end();
    } catch (IOException failure) {
      throw Failure.ioError("Cannot read the file: " + failure.getMessage());
    }
  }

  /// Lets the system copy the file to the connection.
  private void handOver(long offset, long length) {
    response.handOver(by);
    try {
      Bridge.<Boolean>await(
          outcome ->
              request
                  .loop()
                  .context()
                  .runOnContext(
                      nothing ->
                          response
                              .copyFile(file.toString(), offset, length)
                              .onComplete(
                                  (done, failure) -> {
                                    // After the head only the client can have gone.
                                    if (failure == null || response.outgoing().headWritten()) {
                                      outcome.complete(true);
                                    } else {
                                      outcome.fail(failure);
                                    }
                                  })));
    } finally {
      response.writtenElsewhere();
    }
  }
}
