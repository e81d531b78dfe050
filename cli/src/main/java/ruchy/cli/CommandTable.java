package ruchy.cli;

import static ruchy.cli.CommandWords.HELP;
import static ruchy.cli.CommandWords.PRELUDE;
import static ruchy.cli.CommandWords.TRACE;
import static ruchy.cli.CommandWords.command;
import static ruchy.cli.CommandWords.flag;
import static ruchy.cli.CommandWords.isGiven;
import static ruchy.cli.CommandWords.missing;
import static ruchy.cli.CommandWords.prelude;
import static ruchy.cli.CommandWords.preludes;
import static ruchy.cli.CommandWords.settled;
import static ruchy.cli.CommandWords.text;
import static ruchy.cli.CommandWords.trace;
import static ruchy.cli.CommandWords.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands and options of `ruchyc` (L 20.1, L 20.2): what a command line means, and the help.
///
/// It is put together by calls, without annotations: reading those by reflection takes longer than
/// compiling a program.
final class CommandTable {
  private CommandTable() {}

  /// What a command line means; a [Message] if it means nothing.
  static Command parse(Terminal terminal, String... args) {
    var table = table();
    try {
      var result = table.parseArgs(codeAfterOptions(args));
      return result.hasSubcommand() ? subcommand(result) : program(table, result, terminal);
    } catch (ParameterException wrong) {
      return Message.wrongUsage(sentence(wrong));
    }
  }

  /// `-e --format json CODE` as `--format json -e CODE`: no program begins with such an option.
  private static String[] codeAfterOptions(String... args) {
    var words = new ArrayList<>(List.of(args));
    int option = 0;
    while (option + 3 < words.size()
        && (words.get(option).equals("-e") || words.get(option).equals("--eval"))
        && (words.get(option + 1).equals("--format") || words.get(option + 1).equals(PRELUDE))) {
      words.add(option + 2, words.remove(option));
      option += 2;
    }
    return words.toArray(String[]::new);
  }

  private static CommandLine table() {
    var spec =
        CommandSpec.create()
            .name("ruchyc")
            .addOption(text("CODE", "Run CODE and print its last value.", "-e", "--eval"))
            .addOption(text("FORMAT", "With -e: text (default) or json.", "--format"))
            .addOption(prelude())
            .addOption(flag("Tell more.", "-v", "--verbose"))
            .addOption(flag("Print the version.", "-V", "--version"))
            .addOption(CommandWords.help())
            .addOption(trace())
            .addPositional(words("FILE [ARGS]", "As `ruchyc run`."));
    spec.usageMessage()
        .customSynopsis(
            "ruchyc FILE [ARGS]         run a program",
            "       ruchyc -e CODE [ARGS]      run CODE and print its last value",
            "       ruchyc COMMAND [OPTIONS]")
        .description("The Ruchy compiler.");
    var table = settled(new CommandLine(spec)).setStopAtPositional(true);
    table.addSubcommand("run", run());
    table.addSubcommand("build", build(), "compile");
    table.addSubcommand("check", check());
    table.addSubcommand("test", test());
    table.addSubcommand("repl", repl());
    ToolTable.addTo(table);
    return table;
  }

  private static CommandLine run() {
    return command(
            "Compile a program and run it here.",
            prelude(),
            flag("Tell more.", "-v", "--verbose"),
            trace())
        .setStopAtPositional(true);
  }

  private static CommandLine build() {
    return command(
        "Compile a program into one runnable jar.",
        text("OUT.jar", "Where to write; default: FILE with .jar.", "-o", "--output"),
        prelude(),
        flag("Tell what is in the jar.", "-v", "--verbose"),
        flag("Write a start-up cache beside the jar, too.", "--aot"));
  }

  private static CommandLine check() {
    return command(
        "Compile programs without running them.",
        flag("Print the problems as JSON.", "--json"),
        prelude(),
        flag("Do it again whenever a .ruchy file there changes.", "--watch"),
        flag("Tell the inferred types, and what stays dynamic and why.", "--explain-types"),
        flag("Tell for each handler and task how it runs and why.", "--explain-concurrency"));
  }

  private static Set<CheckCommand.Explained> explained(ParseResult result) {
    var explained = EnumSet.noneOf(CheckCommand.Explained.class);
    if (isGiven(result, "--explain-types")) explained.add(CheckCommand.Explained.TYPES);
    if (isGiven(result, "--explain-concurrency")) {
      explained.add(CheckCommand.Explained.CONCURRENCY);
    }
    return explained;
  }

  private static CommandLine test() {
    return command(
        words("PATH", "A file or a folder."),
        "Run the tests of all .ruchy files under PATH, which is . by default.",
        text("TEXT", "Only tests whose name contains TEXT.", "--filter"),
        flag("Tell the name of each test.", "-v", "--verbose"),
        flag("Run several tests at a time.", "--parallel"),
        text("SECONDS", "How long a test may take: 60 by default, 0 for ever.", "--timeout"),
        text("FORMAT", "The report: text (default), json or junit.", "--format"),
        prelude(),
        flag("Do it again whenever a .ruchy file under PATH changes.", "--watch"));
  }

  private static CommandLine repl() {
    return command(
        words("", ""),
        "Read entries and run each at once.",
        text("FILE", "Write the entries to FILE, too.", "--record"));
  }

  private static Command subcommand(ParseResult root) {
    var result = root.subcommand();
    var name = result.commandSpec().name();
    if (isGiven(root, "--eval")) {
      return Message.wrongUsage("-e CODE is a command itself, and cannot be given to " + name);
    }
    if (isGiven(result, HELP)) return help(result.commandSpec().commandLine());
    var words = words(result);
    var preludes = new ArrayList<>(preludes(root));
    preludes.addAll(preludes(result));
    var tool = ToolTable.meaning(name, result, preludes);
    if (tool != null) return tool;
    return switch (name) {
      case "run" ->
          words.isEmpty()
              ? missing("run", "FILE")
              : new RunCommand(
                  words.getFirst(),
                  words.subList(1, words.size()),
                  preludes,
                  isGiven(root, TRACE) || isGiven(result, TRACE));
      case "check" ->
          words.isEmpty()
              ? missing("check", "FILES")
              : watched(
                  new CheckCommand(words, preludes, isGiven(result, "--json"), explained(result)),
                  result,
                  words);
      case "repl" ->
          words.isEmpty()
              ? new ReplCommand(result.matchedOptionValue("--record", null))
              : Message.wrongUsage("ruchyc repl takes no file; `:load FILE` runs one");
      case "test" -> test(words, result, preludes, isGiven(root, "--verbose"));
      default ->
          words.size() > 1
              ? Message.wrongUsage("ruchyc build takes one FILE, and got " + words.size())
              : new BuildCommand(
                  words.isEmpty() ? null : words.getFirst(),
                  result.matchedOptionValue("--output", null),
                  preludes,
                  isGiven(root, "--verbose") || isGiven(result, "--verbose"),
                  isGiven(result, "--aot"));
    };
  }

  private static Command test(
      List<String> words, ParseResult result, List<String> preludes, boolean verbose) {
    if (words.size() > 1) {
      return Message.wrongUsage("ruchyc test takes one PATH, and got " + words.size());
    }
    String name = result.matchedOptionValue("--format", "text");
    var format = TestReport.Format.named(name);
    if (format == null) {
      return Message.wrongUsage("--format is text, json or junit, not " + name);
    }
    String limit = result.matchedOptionValue("--timeout", "60");
    long limitMillis = millis(limit);
    if (limitMillis < 0) {
      return Message.wrongUsage("--timeout is a number of seconds, not " + limit);
    }
    var path = words.isEmpty() ? "." : words.getFirst();
    var test =
        new TestCommand(
            path,
            preludes,
            result.matchedOptionValue("--filter", null),
            verbose || isGiven(result, "--verbose"),
            isGiven(result, "--parallel"),
            limitMillis,
            format);
    return watched(test, result, List.of(path));
  }

  /// The milliseconds of a number of seconds, -1 for another text. A limit is never none by being
  /// too short.
  private static long millis(String seconds) {
    if (!seconds.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) return -1;
    var millis = new BigDecimal(seconds).movePointRight(3).setScale(0, RoundingMode.UP);
    return millis.longValueExact();
  }

  private static Command watched(Command command, ParseResult result, List<String> paths) {
    return isGiven(result, "--watch") ? WatchCommand.of(command, paths) : command;
  }

  /// A command line that names no command.
  private static Command program(CommandLine table, ParseResult result, Terminal terminal) {
    if (isGiven(result, HELP)) return help(table);
    if (isGiven(result, "--version")) return Message.version();
    String format = result.matchedOptionValue("--format", "text");
    if (!format.equals("text") && !format.equals("json")) {
      return Message.wrongUsage("--format is text or json, not " + format);
    }
    var words = words(result);
    String code = result.matchedOptionValue("--eval", null);
    boolean traces = isGiven(result, TRACE);
    if (code == null && !words.isEmpty()) return file(table, words, preludes(result), traces);
    if (code == null && terminal.inputIsTerminal()) return new ReplCommand(null);
    return new EvaluateCommand(code, words, preludes(result), format.equals("json"), traces);
  }

  /// The first word is a file if it looks like one or is one; else it was meant as a command.
  private static Command file(
      CommandLine table, List<String> words, List<String> preludes, boolean traces) {
    var word = words.getFirst();
    boolean isFile =
        word.equals(SourceFiles.STANDARD_INPUT)
            || word.contains("/")
            || word.contains(".")
            || Files.exists(Path.of(word));
    if (isFile) return new RunCommand(word, words.subList(1, words.size()), preludes, traces);
    var similar = new UnmatchedArgumentException(table, List.of(word)).getSuggestions();
    return Message.wrongUsage("Unknown command: " + word + didYouMean(similar));
  }

  private static Message help(CommandLine command) {
    return new Message(Status.OK, command.getUsageMessage(Ansi.OFF).stripTrailing());
  }

  private static String sentence(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return "Unknown option: "
          + unmatched.getUnmatched().getFirst()
          + didYouMean(unmatched.getSuggestions());
    }
    return String.valueOf(wrong.getMessage());
  }

  private static String didYouMean(List<String> similar) {
    return similar.isEmpty() ? "" : ", did you mean `" + similar.getFirst() + "`?";
  }
}
