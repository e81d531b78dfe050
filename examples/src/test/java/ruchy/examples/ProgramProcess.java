package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A running program and what it has printed so far. Its streams are read by two threads of their
/// own, so it never waits for the test.
final class ProgramProcess implements AutoCloseable {
  private static final int LIMIT_SECONDS = 60;

  private final Process process;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
  private final List<Thread> readers;

  ProgramProcess(List<String> command, Path folder) throws IOException {
    this(command, folder, Map.of());
  }

  /// With variables beside those of this process.
  ProgramProcess(List<String> command, Path folder, Map<String, String> variables)
      throws IOException {
    this(command, folder, variables, "");
  }

  /// @param input what it reads from its standard input
  ProgramProcess(List<String> command, Path folder, Map<String, String> variables, String input)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(variables);
    process = builder.start();
    try (var standardInput = process.getOutputStream()) {
      standardInput.write(input.getBytes(UTF_8));
    }
    readers =
        List.of(reader(process.getInputStream(), output), reader(process.getErrorStream(), errors));
  }

  /// Waits for the next line of standard output that matches; those before it are dropped.
  String awaitLine(String pattern) throws InterruptedException {
    var wanted = Pattern.compile(pattern);
    while (true) {
      var line = output.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertNotNull(line, () -> "no line matches " + pattern + "; errors: " + errors());
      if (wanted.matcher(line).matches()) return line;
    }
  }

  /// Waits for the end; the exit status.
  int status() throws InterruptedException {
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the program did not end");
    for (Thread reader : readers) reader.join();
    return process.exitValue();
  }

  /// The lines of standard output that nobody has waited for, each ended.
  String output() {
    return String.join("", output.stream().map(line -> line + "\n").toList());
  }

  String errors() {
    return String.join("\n", errors);
  }

  void terminate() {
    // Process.destroy would close the pipes, too, and what the program still prints would end it.
    process.toHandle().destroy();
  }

  @Override
  public void close() {
    // The next program may need the same port.
    process.destroyForcibly().onExit().join();
    assertFalse(errors().contains("detector: "), this::errors);
  }

  private static Thread reader(InputStream stream, BlockingQueue<String> lines) {
    return Thread.ofPlatform().daemon().start(() -> read(stream, lines));
  }

  private static void read(InputStream stream, BlockingQueue<String> lines) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) lines.add(line);
    } catch (IOException _) {
      // The process was ended in the middle of a line.
    }
  }
}
