package ruchy.runtime.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// A program of this machine that a test runs.
final class OtherProgram implements AutoCloseable {
  private static final int LIMIT_SECONDS = 120;

  /// What it left behind when it ended.
  record End(int status, String output, String errors) {}

  private final Process process;
  private final FutureTask<String> output;
  private final FutureTask<String> errors;

  private OtherProgram(Process process) {
    this.process = process;
    output = new FutureTask<>(() -> new String(process.getInputStream().readAllBytes(), UTF_8));
    errors = new FutureTask<>(() -> new String(process.getErrorStream().readAllBytes(), UTF_8));
    Thread.ofPlatform().daemon().start(output);
    Thread.ofPlatform().daemon().start(errors);
  }

  /// Skips the test when one of these programs is not on the machine.
  static void need(String... names) {
    for (String name : names) {
      if (!isThere(name)) {
        abort("the program " + name + " is not on this machine");
      }
    }
  }

  private static boolean isThere(String name) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  /// Starts it with an input that ends.
  static OtherProgram start(byte[] input, String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    var program = new OtherProgram(process);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (var stream = process.getOutputStream()) {
                stream.write(input);
              } catch (IOException gone) {
                // It has ended before it read everything; its end tells why.
              }
            });
    return program;
  }

  /// Runs it to its end.
  static End run(byte[] input, String... command) throws Exception {
    try (var program = start(input, command)) {
      return program.end();
    }
  }

  /// Runs a script of Python 3.
  static OtherProgram python(String script, Object... args) throws IOException {
    need("python3");
    List<String> command = new ArrayList<>(List.of("python3", "-c", script));
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return start(new byte[0], command.toArray(new String[0]));
  }

  /// Has this done once it has ended.
  CompletableFuture<Void> whenEnded(Runnable what) {
    return process.onExit().thenRun(what);
  }

  End end() throws InterruptedException, ExecutionException {
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the other program did not end");
    return new End(process.exitValue(), output.get(), errors.get());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
