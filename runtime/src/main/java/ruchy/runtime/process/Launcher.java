package ruchy.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.env.Surroundings;

/// Runs another program with the variables and working folder of this one.
final class Launcher {
  private Launcher() {}

  /// How a program ended: its output as text and its exit status.
  record Finished(String output, String errors, int status) {}

  /// Runs to its end and collects the output. Throws IOException `Cannot run NAME: REASON`.
  static Finished collect(List<String> words) throws IOException {
    return run(words, true);
  }

  /// Runs to its end; its output goes where that of this program goes.
  static int status(List<String> words) throws IOException {
    return run(words, false).status();
  }

  private static Finished run(List<String> words, boolean isCollected) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(Surroundings.folder());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(Surroundings.variables());
    if (!isCollected) {
      builder.inheritIO();
    }
    try {
      var running = new Running();
      return Blocking.call(() -> finish(builder, isCollected, running), running::stop);
    } catch (IOException failure) {
      throw new IOException("Cannot run " + words.getFirst() + ": " + reason(failure), failure);
    }
  }

  /// The program as it runs, to be ended when the task that waits for it is cancelled. Its own lock
  /// guards the fields.
  private static final class Running {
    private @Nullable Process process;
    private boolean isStopped;

    synchronized Process start(ProcessBuilder builder) throws IOException {
      if (isStopped) {
        throw new IOException("cancelled");
      }
      Process started = builder.start();
      process = started;
      return started;
    }

    /// Ends the program and those that it has started, which would keep its pipes open.
    synchronized void stop() {
      isStopped = true;
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
    }
  }

  private static Finished finish(ProcessBuilder builder, boolean isCollected, Running running)
      throws IOException {
    Process process = running.start(builder);
    try {
      if (!isCollected) {
        return new Finished("", "", process.waitFor());
      }
      process.getOutputStream().close();
      Reader errors = new Reader(process.getErrorStream());
      errors.start();
      byte[] output = process.getInputStream().readAllBytes();
      errors.join();
      return new Finished(text(output), text(errors.bytes), process.waitFor());
    } catch (InterruptedException cancelled) {
      process.destroy();
      throw new IOException("interrupted");
    }
  }

  /// Standard error is read beside standard output: a full pipe would stop the program.
  private static final class Reader extends Thread {
    private final InputStream source;
    private byte[] bytes = {};

    Reader(InputStream source) {
      super("process errors");
      this.source = source;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        bytes = source.readAllBytes();
      } catch (IOException closed) {
        // The process is gone; what it wrote before is lost with the pipe.
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Java says `Cannot run program "x" (in directory "y"): Exec failed, error: 2 (No such file or
  /// directory) `.
  private static String reason(IOException failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    int open = message.lastIndexOf('(');
    return message.endsWith(")") && open >= 0
        ? message.substring(open + 1, message.length() - 1)
        : message;
  }
}
