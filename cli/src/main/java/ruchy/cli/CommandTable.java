package ruchy.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands and options of `ruchyc` (L 20.1, L 20.2): what a command line means, and the help.
///
/// It is put together by calls, without annotations: reading those by reflection takes longer than
/// compiling a program.
final class CommandTable {
  private static final String PRELUDE = "--prelude";
  private static final String HELP = "--help";

  /// Commands that the language describes and that do not exist yet.
  private static final List<String> TO_COME = List.of("fmt", "serve", "new", "lsp", "bench");

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
            .addOption(help())
            .addOption(flagToCome("--trace"))
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
    table.addSubcommand("lint", lint());
    table.addSubcommand("test", test());
    table.addSubcommand("repl", repl());
    table.addSubcommand("doc", doc());
    for (String name : TO_COME) table.addSubcommand(name, toCome());
    return table;
  }

  private static CommandLine run() {
    return command(
            "Compile a program and run it here.", prelude(), flag("Tell more.", "-v", "--verbose"))
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
        flagToCome("--watch"),
        flagToCome("--explain-concurrency"));
  }

  private static CommandLine lint() {
    return command(
        "Tell what is wrong or hardly meant in programs.",
        flag("All .ruchy files here and in the folders below.", "--all"),
        text("LIST", "Only these warnings, by code: R0301,R0302.", "--rules"),
        text("FORMAT", "text (default) or json.", "--format"),
        flag("Warnings, too, make the command fail.", "--deny-warnings"),
        prelude(),
        flagToCome("--fix"),
        flagToCome("--strict"),
        flagToCome("--max-complexity"));
  }

  private static CommandLine test() {
    return command(
        words("PATH", "A file or a folder."),
        "Run the tests of all .ruchy files under PATH, which is . by default.",
        text("TEXT", "Only tests whose name contains TEXT.", "--filter"),
        flag("Tell the name of each test.", "-v", "--verbose"),
        flag("Run several tests at a time.", "--parallel"),
        text("FORMAT", "The report: text (default), json or junit.", "--format"),
        prelude(),
        flagToCome("--watch"));
  }

  private static CommandLine doc() {
    return command(
        "Write reference pages from the /// comments of programs.",
        text("DIR", "Where to write the pages; default: standard output.", "-o", "--output"),
        text("FORMAT", "html (default with --output), markdown (without) or json.", "--format"),
        flag("Also what other files do not see.", "--private"),
        flag("The reference of the library, instead of FILES.", "--library"));
  }

  private static CommandLine repl() {
    return command(
        words("", ""),
        "Read entries and run each at once.",
        text("FILE", "Write the entries to FILE, too.", "--record"));
  }

  /// Takes any words and options: they are not what is wrong.
  private static CommandLine toCome() {
    var command = command("").setUnmatchedArgumentsAllowed(true);
    command.getCommandSpec().usageMessage().hidden(true);
    return command;
  }

  private static CommandLine command(String description, OptionSpec... options) {
    return command(words("FILE", "The program."), description, options);
  }

  private static CommandLine command(
      PositionalParamSpec words, String description, OptionSpec... options) {
    var spec = CommandSpec.create().addOption(help()).addPositional(words);
    for (OptionSpec option : options) spec.addOption(option);
    spec.usageMessage().description(description);
    return settled(new CommandLine(spec));
  }

  /// A word is what it is: the one after an option that takes a value is that value, whatever it
  /// looks like.
  private static CommandLine settled(CommandLine command) {
    return command
        .setExpandAtFiles(false)
        .setAllowSubcommandsAsOptionParameters(true)
        .setAllowOptionsAsOptionParameters(true);
  }

  private static Command subcommand(ParseResult root) {
    var result = root.subcommand();
    var name = result.commandSpec().name();
    if (TO_COME.contains(name)) return Message.notYet(name);
    if (isGiven(root, "--eval")) {
      return Message.wrongUsage("-e CODE is a command itself, and cannot be given to " + name);
    }
    if (isGiven(result, HELP)) return help(result.commandSpec().commandLine());
    var toCome = optionToCome(result);
    if (toCome != null) return Message.notYet(name + " " + toCome);
    var words = words(result);
    var preludes = new ArrayList<>(preludes(root));
    preludes.addAll(preludes(result));
    return switch (name) {
      case "run" ->
          words.isEmpty()
              ? missing("run", "FILE")
              : new RunCommand(words.getFirst(), words.subList(1, words.size()), preludes);
      case "check" ->
          words.isEmpty()
              ? missing("check", "FILES")
              : new CheckCommand(words, preludes, isGiven(result, "--json"));
      case "lint" -> lint(words, result, preludes);
      case "repl" ->
          words.isEmpty()
              ? new ReplCommand(result.matchedOptionValue("--record", null))
              : Message.wrongUsage("ruchyc repl takes no file; `:load FILE` runs one");
      case "test" -> test(words, result, preludes, isGiven(root, "--verbose"));
      case "doc" -> doc(result, words);
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
    return new TestCommand(
        words.isEmpty() ? "." : words.getFirst(),
        preludes,
        result.matchedOptionValue("--filter", null),
        verbose || isGiven(result, "--verbose"),
        isGiven(result, "--parallel"),
        format);
  }

  private static Command lint(List<String> words, ParseResult result, List<String> preludes) {
    boolean isAll = isGiven(result, "--all");
    if (isAll && !words.isEmpty()) {
      return Message.wrongUsage("ruchyc lint takes FILES or --all, not both");
    }
    if (!isAll && words.isEmpty()) return missing("lint", "FILES, or --all");
    String format = result.matchedOptionValue("--format", "text");
    if (!format.equals("text") && !format.equals("json")) {
      return Message.wrongUsage("--format is text or json, not " + format);
    }
    String rules = result.matchedOptionValue("--rules", "");
    return new LintCommand(
        isAll ? TestFile.under(".") : words,
        preludes,
        rules.isEmpty() ? Set.of() : new HashSet<>(List.of(rules.split(","))),
        format.equals("json"),
        isGiven(result, "--deny-warnings"));
  }

  private static Command doc(ParseResult result, List<String> files) {
    boolean isLibrary = isGiven(result, "--library");
    if (isLibrary && !files.isEmpty()) {
      return Message.wrongUsage("ruchyc doc --library takes no FILES");
    }
    if (!isLibrary && files.isEmpty()) return missing("doc", "FILES");
    String name = result.matchedOptionValue("--format", null);
    var format = name == null ? null : DocCommand.Format.named(name);
    if (name != null && format == null) {
      return Message.wrongUsage("--format is html, markdown or json, not " + name);
    }
    return new DocCommand(
        files, result.matchedOptionValue("--output", null), format, isGiven(result, "--private"));
  }

  /// A command line that names no command.
  private static Command program(CommandLine table, ParseResult result, Terminal terminal) {
    if (isGiven(result, HELP)) return help(table);
    if (isGiven(result, "--version")) return Message.version();
    var toCome = optionToCome(result);
    if (toCome != null) return Message.notYet(toCome);
    String format = result.matchedOptionValue("--format", "text");
    if (!format.equals("text") && !format.equals("json")) {
      return Message.wrongUsage("--format is text or json, not " + format);
    }
    var words = words(result);
    String code = result.matchedOptionValue("--eval", null);
    if (code == null && !words.isEmpty()) return file(table, words, preludes(result));
    if (code == null && terminal.inputIsTerminal()) return new ReplCommand(null);
    return new EvaluateCommand(code, words, preludes(result), format.equals("json"));
  }

  /// The first word is a file if it looks like one or is one; else it was meant as a command.
  private static Command file(CommandLine table, List<String> words, List<String> preludes) {
    var word = words.getFirst();
    boolean isFile =
        word.equals(SourceFiles.STANDARD_INPUT)
            || word.contains("/")
            || word.contains(".")
            || Files.exists(Path.of(word));
    if (isFile) return new RunCommand(word, words.subList(1, words.size()), preludes);
    var similar = new UnmatchedArgumentException(table, List.of(word)).getSuggestions();
    return Message.wrongUsage("Unknown command: " + word + didYouMean(similar));
  }

  private static Message help(CommandLine command) {
    return new Message(Status.OK, command.getUsageMessage(Ansi.OFF).stripTrailing());
  }

  private static Message missing(String command, String what) {
    return Message.wrongUsage("ruchyc " + command + " needs " + what);
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

  private static OptionSpec help() {
    return flag("Show this help.", "-h", HELP);
  }

  private static OptionSpec prelude() {
    return OptionSpec.builder(PRELUDE)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .paramLabel("FILE")
        .description("A companion file of the program; may be repeated.")
        .build();
  }

  private static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .description(description)
        .build();
  }

  private static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  /// Understood, so that it can be answered, and not offered.
  private static OptionSpec flagToCome(String name) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").hidden(true).build();
  }

  private static PositionalParamSpec words(String label, String description) {
    return PositionalParamSpec.builder()
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("0..*")
        .paramLabel(label)
        .hideParamSyntax(true)
        .description(description)
        .build();
  }

  private static String[] rest(String[] names) {
    return List.of(names).subList(1, names.length).toArray(String[]::new);
  }

  private static boolean isGiven(ParseResult result, String option) {
    return result.hasMatchedOption(option);
  }

  private static @Nullable String optionToCome(ParseResult result) {
    for (OptionSpec option : result.matchedOptions()) {
      if (option.hidden()) return option.longestName();
    }
    return null;
  }

  private static List<String> preludes(ParseResult result) {
    return result.matchedOptionValue(PRELUDE, List.of());
  }

  private static List<String> words(ParseResult result) {
    return result.matchedPositionalValue(0, List.of());
  }
}
