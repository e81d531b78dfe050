package ruchy.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import ruchy.benchmarks.code.CodeBenchmark;
import ruchy.benchmarks.code.JsonBenchmark;
import ruchy.benchmarks.compile.CompileBenchmark;
import ruchy.benchmarks.http.ConcurrencyBenchmark;
import ruchy.benchmarks.http.HttpBenchmark;
import ruchy.benchmarks.scan.ScanBenchmark;
import ruchy.benchmarks.startup.StartupBenchmark;
import ruchy.benchmarks.tasks.TasksBenchmark;
import ruchy.benchmarks.tcp.TcpBenchmark;

/// `benchmarks/run http|concurrency|tcp|scan|tasks|startup|compile|json|code [options]`: measures,
/// and prints a section of Markdown.
///
/// The system property `ruchy.home` is the root of the repository.
public final class Benchmarks {
  private static final String USAGE =
      """
      usage: benchmarks/run http     [--scenario NAME,..] [--servers NAME,..] [--launches N] [--rounds N] [--seconds N]
                                     [--warm-up REQUESTS] [--java-options "OPTIONS"] [--packages FOLDER]
             benchmarks/run concurrency [--rounds N] [--seconds N] [--warm-up REQUESTS]
             benchmarks/run tcp      [--servers NAME,..] [--rounds N] [--seconds N] [--packages FOLDER]
             benchmarks/run scan     [--rounds N] [--packages FOLDER]
             benchmarks/run tasks    [--count N] [--rounds N]
             benchmarks/run startup  [--rounds N]
             benchmarks/run compile  [--rounds N]
             benchmarks/run json     [--rounds N]
             benchmarks/run code     [--program NAME,..] [--languages NAME,..] [--launches N] [--rounds N]
                                     [--python-rounds N] [--java-options "OPTIONS"] [--packages FOLDER]
      """;

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    try {
      run(Arrays.asList(args));
    } catch (Options.WrongOption wrong) {
      System.err.print(wrong.getMessage() + "\n" + USAGE);
      System.exit(2);
    }
  }

  private static void run(List<String> words) throws Exception {
    String benchmark = words.isEmpty() ? "" : words.getFirst();
    Options options =
        Options.parse(words.subList(Math.min(1, words.size()), words.size()), optionsOf(benchmark));
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
          new String[] {
            "scenario",
            "servers",
            "launches",
            "rounds",
            "seconds",
            "warm-up",
            "java-options",
            "packages"
          };
      case "concurrency" -> new String[] {"rounds", "seconds", "warm-up"};
      case "tcp" -> new String[] {"servers", "rounds", "seconds", "packages"};
      case "tasks" -> new String[] {"count", "rounds"};
      case "scan" -> new String[] {"rounds", "packages"};
      case "startup", "compile", "json" -> new String[] {"rounds"};
      case "code" ->
          new String[] {
            "program",
            "languages",
            "launches",
            "rounds",
            "python-rounds",
            "java-options",
            "packages"
          };
      default -> throw new Options.WrongOption("which benchmark?");
    };
  }
}
