package ruchy.runtime.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Line;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;

/// The lines of standard input. A line that has arrived is taken at once; for a missing one a
/// thread of its own reads, so that event loops and other tasks go on, and only while somebody
/// waits: what comes later may be for somebody else, as in a session. May be used from any thread;
/// each line goes to one caller.
final class StandardInput {
  private static final int CHUNK = 8192;
  private static final byte[] NOTHING = {};

  static final StandardInput INSTANCE = new StandardInput(System.in);

  private final InputStream source;
  private byte[] received = NOTHING;

  /// The bytes from `start` to `end` of `received` are those that nobody has taken yet.
  private int start;

  private int end;
  private boolean isAtEnd;

  /// Reads while somebody waits for a line.
  private @Nullable Thread reader;

  private @Nullable IOException failure;
  private final Line<Outcome<Boolean>> waiting = new Line<>();
  private final News news = new News();

  StandardInput(InputStream source) {
    this.source = source;
  }

  /// The next line without its line end, or null at the end of the input.
  @Nullable String line() {
    while (true) {
      synchronized (this) {
        String line = takeLine();
        if (line != null) {
          return line;
        }
        if (failure != null) {
          throw Failure.ioError("Cannot read standard input: " + failure.getMessage());
        }
        if (isAtEnd) {
          return null;
        }
      }
      Bridge.<Boolean>await(news);
    }
  }

  private @Nullable String takeLine() {
    for (int i = start; i < end; i++) {
      if (received[i] == '\n') {
        int length = i > start && received[i - 1] == '\r' ? i - 1 - start : i - start;
        String line = new String(received, start, length, StandardCharsets.UTF_8);
        start = i + 1;
        return line;
      }
    }
    if (isAtEnd && start < end) {
      String rest = new String(received, start, end - start, StandardCharsets.UTF_8);
      start = end;
      return rest;
    }
    return null;
  }

  /// That more has arrived, or nothing more will.
  private final class News implements Operation<Boolean> {
    @Override
    public void start(Outcome<Boolean> outcome) {
      synchronized (StandardInput.this) {
        // It may have come since this task has looked.
        if (!hasNews()) {
          waiting.add(outcome);
          read();
          return;
        }
      }
      outcome.complete(true);
    }

    @Override
    public void abandoned(Outcome<Boolean> outcome) {
      synchronized (StandardInput.this) {
        waiting.left();
        if (waiting.size() == 0 && reader != null) {
          reader.interrupt();
        }
      }
    }
  }

  /// With the lock: whether there is a line, or never will be.
  private boolean hasNews() {
    boolean hasLine = false;
    for (int i = start; i < end && !hasLine; i++) {
      hasLine = received[i] == '\n';
    }
    return hasLine || isAtEnd || failure != null;
  }

  /// With the lock: has a thread read, unless one does.
  private void read() {
    if (reader == null) {
      reader = new Thread(this::readLine, "standard input");
      reader.setDaemon(true);
      reader.start();
    }
  }

  /// On the reading thread: reads until there is a line end, or nobody waits any more.
  private void readLine() {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream(CHUNK);
    boolean ended = false;
    IOException reason = null;
    try {
      byte[] chunk = new byte[CHUNK];
      boolean hasLine = false;
      while (!hasLine && !ended) {
        int count = source.read(chunk);
        ended = count < 0;
        for (int i = 0; i < count && !hasLine; i++) {
          hasLine = chunk[i] == '\n';
        }
        chunks.write(chunk, 0, Math.max(count, 0));
      }
    } catch (InterruptedIOException left) {
      // What has arrived is for who asks next.
    } catch (IOException unreadable) {
      reason = unreadable;
    }
    arrived(chunks.toByteArray(), ended, reason);
  }

  private synchronized void arrived(byte[] bytes, boolean ended, @Nullable IOException reason) {
    int left = end - start;
    byte[] all = new byte[left + bytes.length];
    System.arraycopy(received, start, all, 0, left);
    System.arraycopy(bytes, 0, all, left, bytes.length);
    received = all;
    start = 0;
    end = all.length;
    isAtEnd = ended;
    failure = reason;
    reader = null;
    waiting.all().forEach(outcome -> outcome.complete(true));
  }
}
