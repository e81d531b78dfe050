package ruchy.cli;

import java.util.List;

/// A command that is done again whenever a program changes, until the process is ended.
///
/// @param changes waits for the next change
record WatchCommand(Command command, Changes changes) implements Command {
  /// Tells of changes.
  interface Changes {
    /// Waits for the next change; false if there is none to wait for any more.
    boolean next();
  }

  /// Watches the `.ruchy` files in the folders of the paths and below.
  static WatchCommand of(Command command, List<String> paths) {
    var files = FileChanges.in(FileChanges.foldersOf(paths), ".ruchy");
    return new WatchCommand(
        command,
        () -> {
          try {
            return !files.awaited().isEmpty();
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
          }
        });
  }

  @Override
  public int perform(Terminal terminal) {
    int status;
    do {
      status = once(terminal);
      terminal.print("Watching for changes; Ctrl-C ends.");
    } while (changes.next());
    return status;
  }

  /// A file that cannot be read now may be there after the next change.
  private int once(Terminal terminal) {
    try {
      return command.perform(terminal);
    } catch (CommandFailure failure) {
      terminal.complain("error: " + failure.getMessage());
      return failure.status();
    }
  }
}
