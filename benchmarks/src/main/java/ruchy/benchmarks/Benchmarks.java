package ruchy.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import ruchy.benchmarks.code.CodeBenchmark;
import ruchy.benchmarks.code.JsonBenchmark;
import ruchy.benchmarks.compile.CompileBenchmark;
import ruchy.benchmarks.http.ConcurrencyBenchmark;
import ruchy.benchmarks.http.HttpBenchmark;
import ruchy.benchmarks.scan.ScanBenchmark;
import ruchy.benchmarks.startup.StartupBenchmark;
import ruchy.benchmarks.tasks.TasksBenchmark;
import ruchy.benchmarks.tcp.TcpBenchmark;

/// `benchmarks/run http|concurrency|tcp|scan|tasks|startup|compile|code [options]`: measures, and
/// prints a section of Markdown.
///
/// The system property `ruchy.home` is the root of the repository.
public final class Benchmarks {
  private static final String USAGE =
      """
      usage: benchmarks/run http     [--scenario NAME,..] [--launches N] [--rounds N] [--seconds N] [--warm-up REQUESTS]
                                     [--java-options "OPTIONS"]
             benchmarks/run concurrency [--rounds N] [--seconds N] [--warm-up REQUESTS]
             benchmarks/run tcp      [--rounds N] [--seconds N]
             benchmarks/run scan     [--rounds N]
             benchmarks/run tasks    [--count N]
             benchmarks/run startup  [--rounds N]
             benchmarks/run compile  [--rounds N]
             benchmarks/run json     [--rounds N]
             benchmarks/run code     [--program NAME] [--launches N] [--rounds N]
      """;

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    String benchmark = args.length == 0 ? "" : args[0];
    Options options;
    try {
      options =
          Options.parse(
              Arrays.asList(args).subList(Math.min(1, args.length), args.length),
              optionsOf(benchmark));
    } catch (IllegalArgumentException wrong) {
      System.err.print(wrong.getMessage() + "\n" + USAGE);
      System.exit(2);
      return;
    }
    Path home = Path.of(System.getProperty("ruchy.home", "."));
    switch (benchmark) {
      case "http" -> HttpBenchmark.run(home, options);
      case "concurrency" -> ConcurrencyBenchmark.run(home, options);
      case "tcp" -> TcpBenchmark.run(home, options);
      case "scan" -> ScanBenchmark.run(home, options);
      case "tasks" -> TasksBenchmark.run(home, options);
      case "compile" -> CompileBenchmark.run(home, options);
      case "json" -> JsonBenchmark.run(home, options);
      case "startup" -> StartupBenchmark.run(home, options);
      default -> CodeBenchmark.run(home, options);
    }
  }

  private static String[] optionsOf(String benchmark) {
    return switch (benchmark) {
      case "http" ->
          new String[] {"scenario", "launches", "rounds", "seconds", "warm-up", "java-options"};
      case "concurrency" -> new String[] {"rounds", "seconds", "warm-up"};
      case "tcp" -> new String[] {"rounds", "seconds"};
      case "tasks" -> new String[] {"count"};
      case "scan", "startup", "compile", "json" -> new String[] {"rounds"};
      case "code" -> new String[] {"program", "launches", "rounds"};
      default -> throw new IllegalArgumentException("which benchmark?");
    };
  }
}
