package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
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
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.FileReasons;
import ruchy.runtime.message.Fields;

/// The answer to a request for a file that was found: the file, parts of it (RFC 9110, section 14),
/// or that the client has it already (section 13). Called on a virtual thread; waits until the file
/// is handed over.
final class FileAnswer {
  /// A smaller file is read as a whole; there is no waiting for the disk then.
  private static final int WHOLE_BYTES = 64 << 10;

  private static final int STEP_BYTES = 64 << 10;
  private static final String SHORTER = "The file became shorter while it was sent";

  private final Request request;
  private final Response response;
  private final ClaimedHead head;
  private final Path file;
  private final FileHead fileHead;
  private final long size;
  private final Version version;
  private final @Nullable Buffer content;
  private final @Nullable String disposition;

  /// Whether the system has copied what it could.
  private volatile boolean isCopied;

  private FileAnswer(
      Request request,
      Response response,
      ClaimedHead head,
      Path file,
      FileHead fileHead,
      @Nullable Buffer content,
      @Nullable String disposition) {
    this.request = request;
    this.response = response;
    this.head = head;
    this.file = file;
    this.fileHead = fileHead;
    this.size = fileHead.size();
    this.version = fileHead.version();
    this.content = content;
    this.disposition = disposition;
  }

  /// Answers; `by` names the function of the program that does. False when the file has vanished
  /// meanwhile.
  ///
  /// @param content all of the file, where it was read already
  /// @param disposition what the client is to do with the file, or null
  static boolean answer(
      Request request,
      Response response,
      Path file,
      FileHead fileHead,
      @Nullable Buffer content,
      @Nullable String disposition,
      String by) {
    return response.given(
        by,
        head ->
            new FileAnswer(request, response, head, file, fileHead, content, disposition).send());
  }

  private boolean send() {
    boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
    if (version.isForbidden(request)) {
      describe();
      response.problem(head, 412, null, null);
      return true;
    }
    if (isRead && version.isKnownTo(request)) {
      describe();
      head.status(304);
      response.answer(head, ResponseBody.NOTHING, null);
      return true;
    }
    String range = request.header("range");
    if (range != null
        && request.method().equals("GET")
        && head.status() == 200
        && version.allowsRange(request.header("if-range"))) {
      List<Ranges.Range> ranges = Ranges.of(range, size);
      if (ranges != null) {
        return sendRanges(ranges);
      }
    }
    if (request.method().equals("HEAD")) {
      describe();
      head.setLengthOfGet(size);
      response.answer(head, ResponseBody.NOTHING, null);
      return true;
    }
    return content != null || size <= WHOLE_BYTES ? sendWhole() : sendLarge();
  }

  /// Sets the fields that tell of the file, which is there.
  private void describe() {
    head.describe(fileHead);
    if (disposition != null) {
      head.set("content-disposition", disposition);
    }
  }

  private boolean sendWhole() {
    Buffer bytes = content;
    if (bytes == null) {
      try {
        bytes = Buffer.buffer(Files.readAllBytes(file));
      } catch (IOException vanished) {
        return false;
      }
    }
    describe();
    response.answer(head, bytes, null);
    return true;
  }

  private boolean sendLarge() {
    if (!Files.isReadable(file)) {
      return false;
    }
    describe();
    if (head.isCompressed()) {
      // What is compressed cannot be left to the system.
      stream(List.of(new Ranges.Range(0, size - 1)), null);
      return true;
    }
    handOver(0, size);
    return true;
  }

  private boolean sendRanges(List<Ranges.Range> ranges) {
    if (ranges.isEmpty()) {
      describe();
      response.problem(head, 416, null, Fields.Field.of("content-range", "bytes */" + size));
      return true;
    }
    if (!Files.isReadable(file)) {
      return false;
    }
    describe();
    head.status(206);
    if (ranges.size() == 1) {
      Ranges.Range one = ranges.getFirst();
      head.set("content-range", one.contentRange(size));
      if (one.length() > WHOLE_BYTES) {
        handOver(one.first(), one.length());
      } else {
        head.set("content-length", Long.toString(one.length()));
        stream(ranges, null);
      }
      return true;
    }
    String boundary = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    String type = String.valueOf(head.get("content-type"));
    head.set("content-type", "multipart/byteranges; boundary=" + boundary);
    long length = ("--" + boundary + "--\r\n").length();
    for (Ranges.Range range : ranges) {
      length += partHead(range, type, boundary).length() + range.length() + 2;
    }
    head.set("content-length", Long.toString(length));
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
    boolean isWhole = false;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      OutgoingBody body = response.begin(head, null, false);
      for (Ranges.Range range : ranges) {
        if (multipart != null) {
          body.writeOrRaise(Content.utf8(partHead(range, multipart[1], multipart[0])));
        }
        long at = range.first();
        while (at <= range.last()) {
          ByteBuffer step = ByteBuffer.allocate((int) Math.min(STEP_BYTES, range.last() + 1 - at));
          long from = at;
          int count = Blocking.call(() -> channel.read(step, from));
          if (count < 0) {
            throw Failure.ioError(SHORTER);
          }
          at += count;
          body.writeOrRaise(Buffer.buffer(step.array()).slice(0, count));
        }
        if (multipart != null) {
          body.writeOrRaise(Content.utf8("\r\n"));
        }
      }
      if (multipart != null) {
        body.writeOrRaise(Content.utf8("--" + multipart[0] + "--\r\n"));
      }
      isWhole = true;
    } catch (IOException failure) {
      throw unreadable(failure);
    } finally {
      if (!isWhole) {
        response.breakOff();
      }
      response.endPieces();
    }
  }

  /// Lets the system copy the file to the connection. It goes on when the task is cancelled
  /// meanwhile, and what comes of it is seen to on the event loop.
  private void handOver(long offset, long length) {
    response.awaitLetGo();
    try {
      boolean isWhole = Bridge.<Boolean>await(outcome -> startCopying(offset, length, outcome));
      // Else the client has gone.
      if (!isWhole && !hasBytes(offset + length)) {
        throw Failure.ioError(SHORTER);
      }
    } finally {
      if (isCopied) {
        response.writtenElsewhere();
      }
    }
  }

  private static Failure unreadable(IOException failure) {
    return Failure.ioError("Cannot read the file: " + FileReasons.of(failure));
  }

  private void startCopying(long offset, long length, Outcome<Boolean> outcome) {
    HttpServerResponse outgoing = response.handOver(head);
    boolean isStarted = false;
    try {
      request.loop().context().runOnContext(nothing -> copy(outgoing, offset, length, outcome));
      isStarted = true;
    } finally {
      if (!isStarted) {
        response.takeBack();
      }
    }
  }

  private void copy(
      HttpServerResponse outgoing, long offset, long length, Outcome<Boolean> outcome) {
    Future<Void> copied;
    try {
      copied = response.copyFile(file.toString(), offset, length);
    } catch (RuntimeException | Error thrown) {
      copied = Future.failedFuture(thrown);
    }
    copied.onComplete(
        (done, failure) -> {
          if (failure == null || outgoing.headWritten()) {
            isCopied = true;
            if (!outcome.complete(failure == null)) {
              response.writtenElsewhere(); // Nobody waits who would say so.
            }
            return;
          }
          response.takeBack();
          Throwable told =
              failure instanceof IOException unreadable ? unreadable(unreadable) : failure;
          if (!outcome.fail(told)) {
            response.giveBack(head); // Nobody waits who would.
          }
        });
  }

  private boolean hasBytes(long count) {
    try {
      return Files.size(file) >= count;
    } catch (IOException vanished) {
      return false;
    }
  }
}
