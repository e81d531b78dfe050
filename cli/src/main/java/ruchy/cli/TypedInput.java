package ruchy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Session;

/// Lines that a person types and edits, with the entries before at hand and names completed.
final class TypedInput implements ReplInput {
  private final org.jline.terminal.Terminal terminal;
  private final LineReader reader;
  private final Following following = new Following();
  private Collection<String> names = List.of();

  TypedInput() {
    try {
      terminal = TerminalBuilder.builder().system(true).dumb(true).build();
      reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .completer((_, _, found) -> names.forEach(name -> found.add(new Candidate(name))))
              // A `!` is a sign like others.
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (Files.isReadable(Following.TYPED)) {
      System.setIn(following);
    }
    // While a line is typed the reader takes the signal itself.
    Session.leaveInterrupts();
    terminal.handle(org.jline.terminal.Terminal.Signal.INT, _ -> interrupt());
  }

  /// Ctrl-C while an entry runs, on a thread of its own.
  private void interrupt() {
    tell("");
    // What is typed from now on is the next entry.
    following.leave(true);
    switch (Session.interrupt()) {
      case DONE -> {}
      case GOES_ON -> {
        following.leave(false);
        tell("The entry cannot be stopped here. Ctrl-C ends the session.");
      }
      case AGAIN -> Runtime.getRuntime().halt(Status.INTERRUPTED);
    }
  }

  private void tell(String text) {
    terminal.writer().println(text);
    terminal.flush();
  }

  @Override
  public Line read(String prompt) {
    following.leave(true);
    try {
      return new Line.Text(reader.readLine(prompt));
    } catch (UserInterruptException interrupted) {
      Thread.interrupted(); // the reader may leave the mark, which is not meant for what comes next
      return new Line.Dropped();
    } catch (EndOfFileException end) {
      return new Line.End();
    } finally {
      following.leave(false);
    }
  }

  @Override
  public void offer(Collection<String> offered) {
    names = List.copyOf(offered);
  }

  /// The reader remembers lines by itself.
  @Override
  public void remember(@Nullable String entry) {
    if (entry == null) {
      try {
        reader.getHistory().purge();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /// Standard input of the program: what is typed while an entry runs. What is typed for the
  /// session is not for the program, also if that still waits for a line, as after Ctrl-C: so the
  /// terminal is read by a channel, which closing stops. Read by one thread of the program at a
  /// time, which is interrupted when nobody waits any more.
  private static final class Following extends InputStream {
    private static final Path TYPED = Path.of("/dev/stdin");

    /// The channel by which the program waits, or has waited.
    private @Nullable FileChannel open;

    /// Whether the session takes what is typed.
    private boolean isLeft;

    void leave(boolean left) {
      FileChannel waiting;
      synchronized (this) {
        isLeft = left;
        waiting = left ? open : null;
        notifyAll();
      }
      if (waiting != null) close(waiting);
    }

    private static void close(FileChannel channel) {
      try {
        channel.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) return 0;
      while (true) {
        try (FileChannel channel = opened()) {
          return channel.read(ByteBuffer.wrap(bytes, offset, length));
        } catch (ClosedByInterruptException interrupted) {
          throw new InterruptedIOException();
        } catch (ClosedChannelException left) {
          // Waits until the session has its line, and goes on.
        }
      }
    }

    private synchronized FileChannel opened() throws IOException {
      while (isLeft) {
        try {
          wait();
        } catch (InterruptedException interrupted) {
          throw new InterruptedIOException();
        }
      }
      open = FileChannel.open(TYPED, StandardOpenOption.READ);
      return open;
    }
  }
}
