package ruchy.runtime.engine;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Standard output or standard error of the program, in UTF-8. Standard output is collected and
/// leaves when L 15.2 says so; standard error leaves at once. All methods may be called from any
/// thread; the text of one call stays in one piece (L 12.4).
public final class Output {
  private static final int CAPACITY = 8192;

  /// Texts below this length are first tried as ASCII: no charset need be loaded for these.
  private static final int SHORT = 512;

  /// What a program gets that the signal for a closed pipe ends: 128 + 13.
  private static final int CLOSED_PIPE = 141;

  private static final byte[] NOTHING = {};

  /// Standard output.
  public static final Output STANDARD = new Output("standard output", FileDescriptor.out);

  /// Standard error.
  public static final Output ERROR = new Output("standard error", FileDescriptor.err);

  private final String name;
  private final boolean isCollected;
  private OutputStream target;
  private byte[] collected = NOTHING;
  private int count;

  /// Null until the first line asks.
  private @Nullable Boolean flushesLines;

  private boolean hasLastFlush;

  /// Whether nothing is collected any more, because the process is ending.
  private volatile boolean isFinished;

  private Output(String name, FileDescriptor descriptor) {
    this.name = name;
    this.isCollected = descriptor == FileDescriptor.out;
    this.target = new FileOutputStream(descriptor);
  }

  /// Writes the text and a line end.
  public synchronized void line(String text) {
    append(text, true);
    if (flushesLines() || !isFlushedAtEnd()) {
      flush();
    }
  }

  /// Writes the text, which leaves at once.
  public synchronized void text(String text) {
    append(text, false);
    flush();
  }

  /// Sends what is collected.
  public synchronized void flush() {
    int length = count;
    if (length > 0) {
      count = 0;
      send(collected, length);
    }
  }

  /// As `flush`, at the end of the program, when nobody is left to catch an error: what cannot be
  /// written is told on standard error. What tasks print until the process has ended leaves at
  /// once.
  ///
  /// @return false if something could not be written
  boolean finish() {
    try {
      flushLines();
      isFinished = true;
      return true;
    } catch (Failure unwritten) {
      try {
        ERROR.text("error: " + unwritten.message() + "\n");
      } catch (Failure nobodyReads) {
        // The exit status has to tell it.
      }
      return false;
    }
  }

  /// As `flush`, and quick when this thread has nothing to send: for every blocking point.
  void flushOwn() {
    if (count > 0) {
      flush();
    }
  }

  /// From now on every line leaves at once: what runs from call-backs has no end to wait for.
  synchronized void flushLines() {
    flush();
    flushesLines = true;
  }

  /// From now on the text goes there, each line at once; null means where it went at first.
  public synchronized void redirect(@Nullable OutputStream elsewhere) {
    flush();
    target =
        elsewhere != null
            ? elsewhere
            : new FileOutputStream(isCollected ? FileDescriptor.out : FileDescriptor.err);
    flushesLines = elsewhere != null ? true : null;
    isFinished = false;
  }

  private void append(String text, boolean isLine) {
    int length = text.length();
    if (length < SHORT) {
      makeRoom(SHORT);
      int at = count;
      byte[] bytes = collected;
      for (int i = 0; i < length; i++) {
        char unit = text.charAt(i);
        if (unit >= 0x80) {
          append(text.getBytes(StandardCharsets.UTF_8), isLine);
          return;
        }
        bytes[at++] = (byte) unit;
      }
      if (isLine) {
        bytes[at++] = '\n';
      }
      count = at;
    } else {
      append(text.getBytes(StandardCharsets.UTF_8), isLine);
    }
  }

  private void append(byte[] text, boolean isLine) {
    int length = text.length + (isLine ? 1 : 0);
    makeRoom(Math.min(length, CAPACITY));
    if (length > CAPACITY) {
      send(isLine ? withLineEnd(text) : text, length);
      return;
    }
    System.arraycopy(text, 0, collected, count, text.length);
    count += length;
    if (isLine) {
      collected[count - 1] = '\n';
    }
  }

  /// Sends what is collected unless that many bytes can be added to it.
  private void makeRoom(int length) {
    if (length > collected.length - count) {
      flush();
      if (collected.length == 0) {
        collected = new byte[CAPACITY];
      }
    }
  }

  private static byte[] withLineEnd(byte[] text) {
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  private void send(byte[] bytes, int length) {
    try {
      target.write(bytes, 0, length);
    } catch (IOException failure) {
      if (isCollected && "Broken pipe".equals(failure.getMessage())) {
        // The reader has enough, as in `program | head`.
        Runtime.getRuntime().halt(CLOSED_PIPE);
      }
      throw Failure.ioError("Cannot write to " + name + ": " + failure.getMessage());
    }
  }

  /// Sees to it that what is collected is not lost when a signal ends the process; false when it is
  /// ending already.
  private boolean isFlushedAtEnd() {
    if (!hasLastFlush) {
      try {
        Runtime.getRuntime().addShutdownHook(new LastFlush(this));
        hasLastFlush = true;
      } catch (IllegalStateException isEnding) {
        return false;
      }
    }
    return true;
  }

  private boolean flushesLines() {
    Boolean known = flushesLines;
    if (known == null) {
      known = !isCollected || isAtTerminal();
      flushesLines = known;
    }
    return known;
  }

  /// Whether a person reads along. Where the system has /proc its answer is much cheaper than that
  /// of `System.console`.
  @SuppressWarnings("SystemConsoleNull") // It is null where the JDK's console is switched off.
  public boolean isAtTerminal() {
    try {
      File device = new File(isCollected ? "/proc/self/fd/1" : "/proc/self/fd/2");
      String path = device.getCanonicalPath();
      if (path.startsWith("/dev/")) {
        return path.startsWith("/dev/pts/")
            || path.startsWith("/dev/tty")
            || path.equals("/dev/console");
      }
      if (new File("/proc/self").exists()) {
        return false;
      }
    } catch (IOException unknown) {
      // Then the JDK knows.
    }
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /// Flushes at the end of a process that a signal ends, which may find some task printing: what it
  /// has printed leaves with this flush, and what it prints from then on, until the JVM has ended,
  /// leaves at once. Whether something is collected is asked only under the lock, so that it is
  /// known. Somebody may be in the middle of writing to a reader who does not read: that must not
  /// keep the process alive.
  private static final class LastFlush extends Thread {
    private static final long PATIENCE_MILLIS = 500;

    private final Output output;

    LastFlush(Output output) {
      this.output = output;
    }

    @Override
    public void run() {
      if (output.isFinished) {
        return;
      }
      Thread flush = new Thread(output::flushLines);
      flush.setDaemon(true);
      flush.start();
      try {
        flush.join(PATIENCE_MILLIS);
      } catch (InterruptedException nobodyDoesThat) {
        interrupt();
      }
    }
  }
}
