package ruchy.cli;

import static ruchy.cli.CommandWords.command;
import static ruchy.cli.CommandWords.flag;
import static ruchy.cli.CommandWords.isGiven;
import static ruchy.cli.CommandWords.missing;
import static ruchy.cli.CommandWords.prelude;
import static ruchy.cli.CommandWords.text;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import ruchy.compiler.format.Style;

/// The commands that work on the text of programs, part of [CommandTable].
final class ToolTable {
  private ToolTable() {}

  static void addTo(CommandLine table) {
    table.addSubcommand("new", project());
    table.addSubcommand("fmt", format());
    table.addSubcommand("lint", lint());
    table.addSubcommand("bench", bench());
    table.addSubcommand("serve", serve());
    table.addSubcommand(
        "lsp", command("Be a language server for an editor, on standard input and output."));
    table.addSubcommand("doc", doc());
  }

  /// The command that is meant; null if the name is none of these.
  static @Nullable Command meaning(String name, ParseResult result, List<String> preludes) {
    List<String> words = CommandWords.words(result);
    return switch (name) {
      case "new" -> project(words, result);
      case "fmt" -> format(words, result);
      case "lint" -> lint(words, result, preludes);
      case "bench" -> bench(words, result, preludes);
      case "serve" -> serve(words, result);
      case "lsp" -> new LspCommand();
      case "doc" -> doc(result, words);
      default -> null;
    };
  }

  private static CommandLine project() {
    return command(
        CommandWords.words("NAME", "The folder of the project, which must not be there yet."),
        "Begin a project: ruchy.toml, src and tests.",
        flag("A library: src/lib.ruchy instead of src/main.ruchy.", "--lib"));
  }

  private static Command project(List<String> words, ParseResult result) {
    if (words.isEmpty()) return missing("new", "NAME");
    if (words.size() > 1) {
      return Message.wrongUsage("ruchyc new takes one NAME, and got " + words.size());
    }
    var name = words.getFirst();
    if (!NewCommand.isName(name)) {
      return Message.wrongUsage(
          "`" + name + "` is no name for a project: letters, digits, `-` and `_`, a letter first");
    }
    return new NewCommand(name, isGiven(result, "--lib"));
  }

  private static CommandLine format() {
    return command(
        "Lay out programs: in place, keeping comments and meaning.",
        flag("All .ruchy files here and in the folders below.", "--all"),
        flag("Change nothing; fail if something would change.", "--check"),
        flag("Print the result instead of writing it.", "--stdout"),
        flag("Print what would change, and change nothing.", "--diff"),
        text("N", "The columns of a line; default: 100.", "--line-width"),
        text("N", "The columns of a level of indentation; default: 4.", "--indent"),
        flag("Indent with tabs.", "--use-tabs"));
  }

  private static Command format(List<String> words, ParseResult result) {
    boolean isAll = isGiven(result, "--all");
    if (isAll && !words.isEmpty()) {
      return Message.wrongUsage("ruchyc fmt takes FILES or --all, not both");
    }
    if (!isAll && words.isEmpty()) return missing("fmt", "FILES, or --all");
    Integer width = number(result, "--line-width", 100, 1);
    Integer indent = number(result, "--indent", 4, 0);
    if (width == null) return Message.wrongUsage("--line-width is a number from 1 to 1000");
    if (indent == null) return Message.wrongUsage("--indent is a number from 0 to 1000");
    return new FormatCommand(
        isAll ? TestFile.under(".") : words,
        new Style(width, indent, isGiven(result, "--use-tabs")),
        isGiven(result, "--check"),
        isGiven(result, "--stdout"),
        isGiven(result, "--diff"));
  }

  /// The value of an option that takes a whole number up to 1000; null if it is none.
  private static @Nullable Integer number(
      ParseResult result, String option, int otherwise, int least) {
    String text = result.matchedOptionValue(option, Integer.toString(otherwise));
    if (!text.matches("[0-9]{1,4}")) return null;
    int number = Integer.parseInt(text);
    return number >= least && number <= 1000 ? number : null;
  }

  private static CommandLine lint() {
    return command(
        "Tell what is wrong or hardly meant in programs.",
        flag("All .ruchy files here and in the folders below.", "--all"),
        text(
            "LIST",
            "Only these warnings, by code (R0301) or word: naming, unused, complexity ..",
            "--rules"),
        text("FORMAT", "text (default) or json.", "--format"),
        flag("Warnings, too, make the command fail.", "--deny-warnings"),
        text(
            "N", "How many ways through a function there may be; default: 10.", "--max-complexity"),
        flag("Also what is public and has no /// comment.", "--strict"),
        flag("Mend in place what is certain: `_` before names that are not used.", "--fix"),
        prelude());
  }

  private static CommandLine bench() {
    return command(
        "Run the #[bench] functions of a program repeatedly, and tell what a call takes.",
        text("TEXT", "Only those whose name contains TEXT.", "--filter"),
        prelude());
  }

  private static Command bench(List<String> words, ParseResult result, List<String> preludes) {
    if (words.isEmpty()) return missing("bench", "FILE");
    if (words.size() > 1) {
      return Message.wrongUsage("ruchyc bench takes one FILE, and got " + words.size());
    }
    String filter = result.matchedOptionValue("--filter", "");
    return new BenchCommand(words.getFirst(), preludes, filter, BenchCommand.A_SECOND);
  }

  private static CommandLine serve() {
    return command(
        CommandWords.words("DIR", "The folder; default: the current one."),
        "Serve the files of a folder over HTTP.",
        text("PORT", "Default: 8080; 0 for any that is free.", "-p", "--port"),
        text("HOST", "The address to listen on; default: 127.0.0.1.", "--host"),
        flag("Tell each request.", "-v", "--verbose"),
        flag("Tell which files change; browsers ask for them anew.", "--watch"),
        text("FILE", "Write the number of the process to FILE while serving.", "--pid-file"));
  }

  private static Command serve(List<String> words, ParseResult result) {
    if (words.size() > 1) {
      return Message.wrongUsage("ruchyc serve takes one DIR, and got " + words.size());
    }
    String port = result.matchedOptionValue("--port", "8080");
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      return Message.wrongUsage("--port is a number from 0 to 65535, not " + port);
    }
    return new ServeCommand(
        words.isEmpty() ? "." : words.getFirst(),
        result.matchedOptionValue("--host", "127.0.0.1"),
        Integer.parseInt(port),
        isGiven(result, "--verbose"),
        isGiven(result, "--watch"),
        result.matchedOptionValue("--pid-file", null));
  }

  private static CommandLine doc() {
    return command(
        "Write reference pages from the /// comments of programs.",
        text("DIR", "Where to write the pages; default: standard output.", "-o", "--output"),
        text("FORMAT", "html (default with --output), markdown (without) or json.", "--format"),
        flag("Also what other files do not see.", "--private"),
        flag("The reference of the library, instead of FILES.", "--library"));
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
    String unknown = LintRules.firstUnknown(rules);
    if (unknown != null) {
      return Message.wrongUsage("--rules takes codes such as R0301 and words, and no " + unknown);
    }
    Integer complexity = number(result, "--max-complexity", 10, 1);
    if (complexity == null) {
      return Message.wrongUsage("--max-complexity is a number from 1 to 1000");
    }
    return new LintCommand(
        isAll ? TestFile.under(".") : words,
        preludes,
        LintRules.codes(rules),
        complexity,
        isGiven(result, "--strict"),
        isGiven(result, "--fix"),
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
}
