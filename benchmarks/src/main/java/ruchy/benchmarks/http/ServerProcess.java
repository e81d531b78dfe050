package ruchy.benchmarks.http;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import ruchy.benchmarks.measure.CpuTime;

/// A server that runs in a process of its own.
final class ServerProcess implements AutoCloseable {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts the command and returns when the server answers a request of the scenario.
  ///
  /// @param cores what the command begins with, as of `Cores`
  /// @param folder where it runs
  static ServerProcess start(
      List<String> cores,
      List<String> command,
      Path folder,
      int port,
      Scenario scenario,
      Redirect log)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(cores);
    words.addAll(command);
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(log)
            .redirectError(Redirect.INHERIT)
            .start();
    ServerProcess server = new ServerProcess(process, port);
    // Who interrupts a measurement is not left with servers on the ports of the next one.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    long deadline = System.nanoTime() + START_NANOS;
    while (!Answer.isThere(port, scenario)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        server.close();
        throw new IOException("does not answer: " + String.join(" ", words));
      }
      Thread.sleep(50);
    }
    return server;
  }

  int port() {
    return port;
  }

  /// CPU time of the process so far.
  CpuTime cpuTime() throws IOException {
    return CpuTime.of(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
