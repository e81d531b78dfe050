package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.print.TreePrinter;
import ruchy.compiler.problem.ProblemPrinter;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;
import ruchy.runtime.engine.Session;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// A session: reads entries and commands until there are no more (L 20.3).
final class Repl {
  private static final String MORE = "ruchy... ";

  /// What stands before the lines of transcripts, so that these can be pasted.
  private static final Pattern MARK =
      Pattern.compile("^(>>>|\\.\\.\\.|ruchy>|ruchy\\.\\.\\.)( |$)");

  private static final String HELP =
      """
      Type code to run it; an entry that is not complete goes on in the next line.
        :help, :h         this text
        :quit, :q, :exit  end the session; so do exit, quit and the end of the input
        :type EXPR        the type of a value
        :inspect EXPR     the type of a value, the value and what it holds
        :ast EXPR         the tree of an entry
        :mode MODE        normal; debug: values with type and time; ast: trees, and nothing runs
        :vars             the variables and their values
        :env              all names of the session
        :load FILE        run a file as if it had been typed
        :save FILE        write the entries to a file
        :history          the entries
        :clear            forget the history
        :reset            forget everything that was declared
      Ctrl-C drops what has been typed of an entry, and stops one that runs.\
      """;

  private final Terminal terminal;
  private final ReplInput input;
  private final @Nullable String record;
  private final ReplSession session = new ReplSession();
  private final List<String> history = new ArrayList<>();
  private Mode mode = Mode.NORMAL;

  /// Commands that need something behind them.
  private static final Map<String, String> NEEDY =
      Map.of(
          ":type", "an expression",
          ":inspect", "an expression",
          ":ast", "an entry",
          ":load", "a file",
          ":save", "a file");

  /// What is told of an entry.
  private enum Mode {
    NORMAL("ruchy> "),
    DEBUG("debug> "),
    AST("ast> ");

    private final String prompt;

    Mode(String prompt) {
      this.prompt = prompt;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Repl(Terminal terminal, ReplInput input, @Nullable String record) {
    this.terminal = terminal;
    this.input = input;
    this.record = record;
  }

  void run() {
    while (true) {
      input.offer(names());
      var text = next();
      if (text == null) {
        terminal.print("Goodbye!");
        break;
      }
      var entry = text.strip();
      if (entry.equals("exit") || entry.equals("quit")) break;
      if (entry.isEmpty()) continue;
      if (!entry.startsWith(":")) {
        remember(entry);
        run(text);
      } else if (!command(entry)) {
        break;
      }
    }
    Session.end();
  }

  /// A command, or an entry that is complete; null at the end of the input. What is typed of an
  /// incomplete one when the input ends is an entry, too, whose problems are told.
  private @Nullable String next() {
    var text = new StringBuilder();
    while (true) {
      switch (input.read(text.isEmpty() ? mode.prompt : MORE)) {
        case ReplInput.Line.Text(String line) -> text.append(withoutMark(line)).append('\n');
        case ReplInput.Line.Dropped _ -> text.setLength(0);
        case ReplInput.Line.End _ -> {
          return text.isEmpty() ? null : text.toString();
        }
      }
      if (text.isEmpty()) continue;
      boolean isCommand = text.charAt(0) == ':';
      if (isCommand || !session.entry(text.toString()).wantsMore()) return text.toString();
    }
  }

  private static String withoutMark(String line) {
    return MARK.matcher(line).replaceFirst("");
  }

  private void remember(String entry) {
    history.add(entry);
    input.remember(entry);
  }

  private void run(String text) {
    if (mode == Mode.AST) {
      tree(text);
      return;
    }
    long start = System.nanoTime();
    switch (session.run(session.entry(text))) {
      case ReplSession.Outcome.Value(var value) -> {
        if (value != null) terminal.print(Display.debug(value));
        if (mode == Mode.DEBUG) {
          terminal.print("Type: " + typeOf(value));
          terminal.print("Time: " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
        record(text);
      }
      case ReplSession.Outcome.Raised(var failure) ->
          terminal.complain(failure.report().stripTrailing());
      case ReplSession.Outcome.Wrong(var compilation) ->
          ProblemReport.errors(compilation, terminal);
    }
  }

  private void record(String text) {
    if (record == null) return;
    write(record, text.stripTrailing() + "\n", StandardOpenOption.APPEND);
  }

  /// Does a command; false if it ends the session.
  private boolean command(String line) {
    int space = line.indexOf(' ');
    var name = space < 0 ? line : line.substring(0, space);
    var argument = space < 0 ? "" : line.substring(space).strip();
    if (argument.isEmpty() && NEEDY.containsKey(name)) {
      terminal.complain("error: " + name + " needs " + NEEDY.get(name));
      return true;
    }
    switch (name) {
      case ":help", ":h" -> terminal.print(HELP);
      case ":quit", ":q", ":exit" -> {
        return false;
      }
      case ":reset" -> session.reset();
      case ":history" -> history();
      case ":clear" -> {
        history.clear();
        input.remember(null);
      }
      case ":vars" -> variables();
      case ":env" -> {
        variables();
        for (String each : session.definitions()) terminal.print(each);
      }
      case ":type" -> evaluate(argument, value -> terminal.print("Type: " + typeOf(value)));
      case ":inspect" -> evaluate(argument, this::inspect);
      case ":ast" -> tree(argument);
      case ":mode" -> mode(argument);
      case ":load" -> load(argument);
      case ":save" -> write(argument, String.join("\n", history) + "\n");
      default -> terminal.print("Unknown command: " + name);
    }
    return true;
  }

  private void history() {
    for (int i = 0; i < history.size(); i++) terminal.print((i + 1) + ": " + history.get(i));
  }

  private void variables() {
    for (String name : Session.names()) {
      terminal.print(name + " = " + Display.debug(Session.get(name)));
    }
  }

  private List<String> names() {
    var names = new ArrayList<>(Session.names());
    names.addAll(session.definitions());
    return names;
  }

  private void evaluate(String expression, Consumer<@Nullable Object> told) {
    switch (session.evaluate(session.entry(expression))) {
      case ReplSession.Outcome.Value(var value) -> told.accept(value);
      case ReplSession.Outcome.Raised(var failure) ->
          terminal.complain(failure.report().stripTrailing());
      case ReplSession.Outcome.Wrong(var compilation) ->
          ProblemReport.errors(compilation, terminal);
    }
  }

  private void inspect(@Nullable Object value) {
    terminal.print("Type: " + typeOf(value));
    terminal.print("Value: " + Display.debug(value));
    switch (value) {
      case String text -> terminal.print("Length: " + text.codePointCount(0, text.length()));
      case ListValue list -> terminal.print("Length: " + list.size());
      case MapValue map -> terminal.print("Length: " + map.size());
      case null, default -> {}
    }
  }

  private void tree(String text) {
    var problems = new Problems();
    var file = Parser.parse(Lexer.lex(Source.of("<entry>", text), problems), problems);
    if (problems.hasErrors()) {
      var printer = new ProblemPrinter(terminal.hasColours(), false);
      terminal.complain(printer.print(problems.inOrder()).stripTrailing());
    } else {
      terminal.print(TreePrinter.outline(file).stripTrailing());
    }
  }

  private void mode(String word) {
    for (Mode each : Mode.values()) {
      if (each.word().equals(word)) {
        mode = each;
        return;
      }
    }
    if (word.isEmpty()) {
      terminal.print("Mode: " + mode.word());
    } else {
      terminal.complain("error: The modes are normal, debug and ast, not " + word);
    }
  }

  private static String typeOf(@Nullable Object value) {
    var kind = Kind.name(value);
    return switch (kind) {
      case "boolean" -> "Bool";
      case "enum_variant" -> "Enum";
      case "datetime" -> "DateTime";
      case "native" -> "Object";
      default -> Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    };
  }

  private void load(String file) {
    Source source;
    try {
      source = SourceFiles.read(file);
    } catch (CommandFailure failure) {
      terminal.complain("error: " + failure.getMessage());
      return;
    }
    run(source.text());
  }

  private void write(String file, String text, StandardOpenOption... options) {
    try {
      var path = Path.of(file);
      if (options.length > 0 && !Files.exists(path)) Files.createFile(path);
      Files.writeString(path, text, UTF_8, options);
    } catch (IOException | java.nio.file.InvalidPathException failure) {
      terminal.complain("error: Cannot write " + file + ": " + failure.getMessage());
    }
  }
}
