package ruchy.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// What the tables of commands are put together from, and how what was given is read.
final class CommandWords {
  static final String TRACE = "--trace";
  static final String PRELUDE = "--prelude";
  static final String HELP = "--help";

  private CommandWords() {}

  static CommandLine command(String description, OptionSpec... options) {
    return command(words("FILE", "The program."), description, options);
  }

  static CommandLine command(PositionalParamSpec words, String description, OptionSpec... options) {
    var spec = CommandSpec.create().addOption(help()).addPositional(words);
    for (OptionSpec option : options) spec.addOption(option);
    spec.usageMessage().description(description);
    return settled(new CommandLine(spec));
  }

  /// A word is what it is: the one after an option that takes a value is that value, whatever it
  /// looks like.
  static CommandLine settled(CommandLine command) {
    return command
        .setExpandAtFiles(false)
        .setAllowSubcommandsAsOptionParameters(true)
        .setAllowOptionsAsOptionParameters(true);
  }

  static Message missing(String command, String what) {
    return Message.wrongUsage("ruchyc " + command + " needs " + what);
  }

  static OptionSpec help() {
    return flag("Show this help.", "-h", HELP);
  }

  static OptionSpec prelude() {
    return OptionSpec.builder(PRELUDE)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .paramLabel("FILE")
        .description("A companion file of the program; may be repeated.")
        .build();
  }

  static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .description(description)
        .build();
  }

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  static OptionSpec trace() {
    return flag("Tell each call of a function on standard error.", TRACE);
  }

  static PositionalParamSpec words(String label, String description) {
    return PositionalParamSpec.builder()
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("0..*")
        .paramLabel(label)
        .hideParamSyntax(true)
        .description(description)
        .build();
  }

  static String[] rest(String[] names) {
    return List.of(names).subList(1, names.length).toArray(String[]::new);
  }

  static boolean isGiven(ParseResult result, String option) {
    return result.hasMatchedOption(option);
  }

  static List<String> preludes(ParseResult result) {
    return result.matchedOptionValue(PRELUDE, List.of());
  }

  static List<String> words(ParseResult result) {
    return result.matchedPositionalValue(0, List.of());
  }
}
