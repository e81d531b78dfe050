package ruchy.cli;

/// What a command line asks for.
sealed interface Command
    permits RunCommand,
        EvaluateCommand,
        BuildCommand,
        CheckCommand,
        LintCommand,
        TestCommand,
        DocCommand,
        FormatCommand,
        BenchCommand,
        ServeCommand,
        WatchCommand,
        LspCommand,
        NewCommand,
        ReplCommand,
        Message {
  /// Does it.
  ///
  /// @return the exit status (L 20.1); after 0 the process goes on until the program that was
  ///   started has ended
  /// @throws CommandFailure if it cannot be done
  int perform(Terminal terminal);
}
