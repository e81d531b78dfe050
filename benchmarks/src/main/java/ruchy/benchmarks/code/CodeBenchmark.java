package ruchy.benchmarks.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.code.typed.TypedProgram;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.EndedProcess;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.benchmarks.rivals.Rivals;
import ruchy.benchmarks.startup.Build;

/// Computations in Ruchy next to typed Java and to other languages: the CPU time of a process with
/// all its threads, so with garbage collection and compilation.
///
/// *Steady state*: each program gets JVMs of its own, in which Ruchy and Java take turns, and
/// processes of the other languages in turn with them. *Whole process*: from nothing to the end of
/// one run. Python, which has nothing to warm up and takes long, is measured once inside of one
/// process.
public final class CodeBenchmark {
  private static final String PROGRAMS = "benchmarks/programs/code/";
  private static final int WARM_UP_ROUNDS = 5;

  /// The collector is the one that `ruchyc run` takes.
  private static final String JAVA_OPTIONS = "-Xmx2g -XX:+UseSerialGC";

  private static final int WHOLE_ROUNDS = 3;

  /// What is measured of one program.
  private record Figures(
      Samples ruchy,
      Samples java,
      Samples wholeRuchy,
      Map<Language, Samples> steady,
      Map<Language, Samples> whole) {
    Figures() {
      this(
          new Samples(),
          new Samples(),
          new Samples(),
          new EnumMap<>(Language.class),
          new EnumMap<>(Language.class));
    }

    double toJava() {
      return ruchy.dividedBy(java).median();
    }

    /// Null when the language did not take part.
    @Nullable Double steadyTo(Language language) {
      Samples other = steady.get(language);
      return other == null ? null : ruchy.median() / other.median();
    }

    @Nullable Double wholeTo(Language language) {
      Samples other = whole.get(language);
      return other == null ? null : wholeRuchy.median() / other.median();
    }
  }

  private final Path home;
  private final Build build;
  private final Rivals rivals;
  private final Set<Language> languages = EnumSet.noneOf(Language.class);
  private final int launches;
  private final int rounds;
  private final int pythonRounds;
  private final String javaOptions;

  private CodeBenchmark(Path home, Options options) throws IOException, InterruptedException {
    this.home = home;
    this.build = new Build(home);
    this.rivals = new Rivals(build, options);
    this.launches = options.number("launches", 2);
    this.rounds = options.number("rounds", 10);
    this.pythonRounds = options.number("python-rounds", 1);
    this.javaOptions = options.text("java-options", JAVA_OPTIONS);
    List<String> wanted = options.chosen("languages", Language.texts());
    for (Language language : Language.values()) {
      if (wanted.contains(language.text()) && rivals.command(language.command()) != null) {
        languages.add(language);
      }
    }
  }

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    List<String> names = TypedProgram.all().stream().map(TypedProgram::name).toList();
    List<String> chosen = options.chosen("program", names);
    var benchmark = new CodeBenchmark(home, options);
    var table = new Table(benchmark.columns().toArray(new String[0]));
    var all = new ArrayList<Figures>();
    for (String program : chosen) {
      Figures figures = benchmark.measure(program);
      all.add(figures);
      List<String> cells = benchmark.cells(program, figures);
      System.err.println(String.join("  ", cells)); // It takes minutes: this tells how far it is.
      table.row(cells.toArray(new String[0]));
    }
    System.out.printf(
        Locale.ROOT,
        "## Code%n%n%s; %s; steady state with `java %s`; %d launches, %d rounds each after %d of"
            + " warm-up; %d whole runs.%n%n%s%n%s%n",
        Machine.description(),
        benchmark.versions(),
        benchmark.javaOptions,
        benchmark.launches,
        benchmark.rounds,
        WARM_UP_ROUNDS,
        WHOLE_ROUNDS,
        table,
        benchmark.means(all));
  }

  private String versions() throws IOException, InterruptedException {
    var titles = new ArrayList<String>();
    for (Language language : languages) {
      titles.add(rivals.title(language.title(), language.command()));
    }
    return String.join(", ", titles);
  }

  private List<String> columns() {
    var columns =
        new ArrayList<>(List.of("program", "Ruchy CPU ms", "ratio to Java", "of the minima"));
    for (Language language : languages) columns.add("to " + language.title());
    columns.add("whole process, CPU ms");
    for (Language language : languages) {
      if (language.isMeasuredWhole()) columns.add("to " + language.title());
    }
    return columns;
  }

  private List<String> cells(String program, Figures figures) {
    var cells =
        new ArrayList<>(
            List.of(
                program,
                figures.ruchy.text(0),
                figures.ruchy.dividedBy(figures.java).text(2),
                text(figures.ruchy.least() / figures.java.least())));
    for (Language language : languages) cells.add(text(figures.steadyTo(language)));
    cells.add(figures.wholeRuchy.text(0));
    for (Language language : languages) {
      if (language.isMeasuredWhole()) cells.add(text(figures.wholeTo(language)));
    }
    return cells;
  }

  private String means(List<Figures> all) {
    var steady = new ArrayList<String>();
    var whole = new ArrayList<String>();
    steady.add(text(GeometricMean.of(all.stream().map(Figures::toJava).toList())) + " of Java");
    for (Language language : languages) {
      List<Double> ratios = new ArrayList<>();
      List<Double> wholeRatios = new ArrayList<>();
      for (Figures figures : all) {
        add(ratios, figures.steadyTo(language));
        add(wholeRatios, figures.wholeTo(language));
      }
      steady.add(text(GeometricMean.of(ratios)) + " of " + language.title());
      if (!wholeRatios.isEmpty()) {
        whole.add(text(GeometricMean.of(wholeRatios)) + " of " + language.title());
      }
    }
    return "Geometric means of the steady state: "
        + String.join(", ", steady)
        + (whole.isEmpty() ? "." : "; of whole processes: " + String.join(", ", whole) + ".");
  }

  private static void add(List<Double> ratios, @Nullable Double ratio) {
    if (ratio != null) ratios.add(ratio);
  }

  private static String text(@Nullable Double ratio) {
    return ratio == null ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  private Figures measure(String program) throws IOException, InterruptedException {
    var figures = new Figures();
    for (int launch = 0; launch < launches; launch++) {
      for (var line : lines(steadyJvm(program))) {
        var words = line.split(" ", -1);
        figures.ruchy.add(Double.parseDouble(words[0]));
        figures.java.add(Double.parseDouble(words[1]));
      }
      for (Language language : languages) {
        if (language.isMeasuredWhole()) steady(language, program, figures);
      }
    }
    var jar = build.jar(PROGRAMS + program + ".ruchy");
    String expected = "";
    for (int round = 0; round < WHOLE_ROUNDS; round++) {
      expected = whole(List.of(build.java(), "-jar", jar.toString()), figures.wholeRuchy);
      for (Language language : languages) {
        if (language.isMeasuredWhole()) {
          Samples samples = figures.whole.computeIfAbsent(language, any -> new Samples());
          check(language, program, expected, whole(command(language, program), samples));
        }
      }
    }
    if (languages.contains(Language.PYTHON)) python(program, expected, figures);
    return figures;
  }

  private void steady(Language language, String program, Figures figures)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(command(language, program));
    command.addAll(List.of(Integer.toString(WARM_UP_ROUNDS), Integer.toString(rounds)));
    Samples samples = figures.steady.computeIfAbsent(language, any -> new Samples());
    for (var line : lines(command)) samples.add(Double.parseDouble(line));
  }

  /// Its last line is what the program prints.
  private void python(String program, String expected, Figures figures)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(command(Language.PYTHON, program));
    command.addAll(List.of("0", Integer.toString(pythonRounds)));
    List<String> lines = lines(command);
    check(Language.PYTHON, program, expected, lines.getLast());
    Samples samples = figures.steady.computeIfAbsent(Language.PYTHON, any -> new Samples());
    for (var line : lines.subList(0, lines.size() - 1)) samples.add(Double.parseDouble(line));
  }

  private static void check(Language language, String program, String expected, String found) {
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          program + ": " + language.title() + " says " + found + ", Ruchy " + expected);
    }
  }

  private List<String> steadyJvm(String program) {
    var command = new ArrayList<>(List.of(build.java()));
    command.addAll(List.of(javaOptions.split(" ", -1)));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SteadyState.class.getName(),
            home.resolve(PROGRAMS + program + ".ruchy").toString(),
            Integer.toString(WARM_UP_ROUNDS),
            Integer.toString(rounds)));
    return command;
  }

  /// The command of a whole run; with two numbers behind it, of rounds.
  private List<String> command(Language language, String program)
      throws IOException, InterruptedException {
    if (language == Language.GO) {
      Path binary = rivals.goProgram(program, PROGRAMS + "run.go", PROGRAMS + program + ".go");
      return List.of(String.valueOf(binary));
    }
    return List.of(
        String.valueOf(rivals.command(language.command())),
        build.file(PROGRAMS + "run" + language.ending()).toString(),
        build.file(PROGRAMS + program + language.ending()).toString());
  }

  private static List<String> lines(List<String> command) throws IOException, InterruptedException {
    return EndedProcess.successful(command).output().lines().toList();
  }

  /// What the process printed, without the last line end; its CPU time in milliseconds is added to
  /// the samples.
  private static String whole(List<String> command, Samples samples)
      throws IOException, InterruptedException {
    long before = CpuTime.ofEndedChildren();
    EndedProcess ended = EndedProcess.successful(command);
    samples.add((CpuTime.ofEndedChildren() - before) / 1e3);
    return String.join("\n", ended.output().lines().toList());
  }
}
