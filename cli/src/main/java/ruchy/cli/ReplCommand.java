package ruchy.cli;

import org.jspecify.annotations.Nullable;

/// `ruchyc repl`: reads entries and runs each at once (L 20.3).
///
/// @param record a file that the entries are written to, or null
record ReplCommand(@Nullable String record) implements Command {
  @Override
  public int perform(Terminal terminal) {
    var input = terminal.inputIsTerminal() ? new TypedInput() : new PipedInput(terminal);
    // Entries are nested as deep as programs, and run as deep.
    return DeepStack.call(
        () -> {
          new Repl(terminal, input, record).run();
          return Status.OK;
        });
  }
}
