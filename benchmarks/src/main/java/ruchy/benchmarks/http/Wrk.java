package ruchy.benchmarks.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.EndedProcess;

/// The load: `wrk` with 64 connections that stay open.
final class Wrk {
  private static final int CONNECTIONS = 64;
  private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([0-9.]+)(ms|s|m)");
  private static final Pattern WRONG = Pattern.compile("(Socket errors|Non-2xx).*");

  /// One stretch of load.
  ///
  /// @param cpuMicros of the client
  record Load(long requests, double seconds, long cpuMicros) {}

  /// Some requests were answered by an error, or not at all.
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    Unanswered(String message) {
      super(message);
    }
  }

  private Wrk() {}

  /// Raises IllegalStateException, which says how to install it, when `wrk` is missing.
  static void check() throws IOException, InterruptedException {
    try {
      EndedProcess.of(List.of("wrk", "-v"));
    } catch (IOException missing) {
      throw new IllegalStateException(
          "needs wrk: `apt-get install wrk` on Debian and Ubuntu, `brew install wrk` on macOS",
          missing);
    }
  }

  /// Raises Unanswered when an answer was an error or missing.
  static Load run(Cores cores, int port, Scenario scenario, int seconds)
      throws IOException, InterruptedException, Unanswered {
    List<String> command = new ArrayList<>(cores.forClient());
    command.addAll(
        List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "--timeout", "10s"));
    String body = scenario.body();
    Path script = body == null ? null : Files.createTempFile("post", ".lua");
    if (script != null) {
      command.addAll(List.of("-s", script.toString()));
      Files.writeString(
          script,
          "wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [["
              + body
              + "]]\n");
    }
    command.add("http://127.0.0.1:" + port + scenario.path());
    long before = CpuTime.ofEndedChildren();
    String output = EndedProcess.successful(command).output();
    if (script != null) {
      Files.delete(script);
    }
    return load(output, CpuTime.ofEndedChildren() - before);
  }

  /// Reads what `wrk` printed; raises Unanswered when an answer was an error or missing.
  static Load load(String output, long cpuMicros) throws Unanswered {
    Matcher wrong = WRONG.matcher(output);
    if (wrong.find()) {
      throw new Unanswered("not all requests were answered (" + wrong.group() + ")");
    }
    Matcher total = TOTAL.matcher(output);
    if (!total.find()) {
      throw new IllegalStateException("wrk says: " + output);
    }
    double unit = total.group(3).equals("ms") ? 1e-3 : total.group(3).equals("m") ? 60 : 1;
    return new Load(
        Long.parseLong(total.group(1)), Double.parseDouble(total.group(2)) * unit, cpuMicros);
  }
}
