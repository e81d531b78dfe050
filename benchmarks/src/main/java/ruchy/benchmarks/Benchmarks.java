package ruchy.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import ruchy.benchmarks.code.CodeBenchmark;
import ruchy.benchmarks.http.HttpBenchmark;
import ruchy.benchmarks.startup.StartupBenchmark;

/// `benchmarks/run http|startup|code [options]`: measures, and prints a section of Markdown.
///
/// The system property `ruchy.home` is the root of the repository.
public final class Benchmarks {
  private static final String USAGE =
      """
      usage: benchmarks/run http     [--scenario NAME] [--launches N] [--rounds N] [--seconds N] [--warm-up REQUESTS]
                                     [--java-options "OPTIONS"]
             benchmarks/run startup  [--rounds N]
             benchmarks/run code     [--rounds N]
      """;

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      wrongUsage();
      return;
    }
    List<String> rest = Arrays.asList(args).subList(1, args.length);
    Path home = Path.of(System.getProperty("ruchy.home", "."));
    switch (args[0]) {
      case "http" ->
          HttpBenchmark.run(
              home,
              Options.parse(
                  rest, "scenario", "launches", "rounds", "seconds", "warm-up", "java-options"));
      case "startup" -> StartupBenchmark.run(home, Options.parse(rest, "rounds"));
      case "code" -> CodeBenchmark.run(home, Options.parse(rest, "rounds"));
      default -> wrongUsage();
    }
  }

  private static void wrongUsage() {
    System.err.print(USAGE);
    System.exit(2);
  }
}
