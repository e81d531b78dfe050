package ruchy.cli;

/// Only says something: help, the version, or what is wrong with the command line.
///
/// @param status 0 for what was asked for, which goes to standard output
record Message(int status, String text) implements Command {
  static Message wrongUsage(String sentence) {
    return new Message(
        Status.WRONG_USAGE, "error: " + sentence + "\nSee `ruchyc --help` for what there is.");
  }

  static Message version() {
    return new Message(Status.OK, "ruchyc " + Ruchyc.version());
  }

  @Override
  public int perform(Terminal terminal) {
    if (status == Status.OK) {
      terminal.print(text);
    } else {
      terminal.complain(text);
    }
    return status;
  }
}
