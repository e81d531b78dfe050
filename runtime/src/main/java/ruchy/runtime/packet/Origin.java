package ruchy.runtime.packet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;

/// What is captured: an interface, a file or a pipe.
sealed interface Origin {
  /// The variable of the environment that takes the place of the interface that a program names.
  String VARIABLE = "RUCHY_CAPTURE";

  /// For messages and texts.
  String name();

  /// Opens it; raises IoError, ParseError or ArgumentError.
  FrameSource open(CaptureSettings settings);

  /// The interface, or what `RUCHY_CAPTURE` names in its place: a file or a pipe if there is one of
  /// that path, else an interface.
  static Origin ofInterface(String name) {
    String other = Surroundings.variables().get(VARIABLE);
    if (other == null || other.isEmpty()) {
      return new Interface(name);
    }
    return inPlace(other);
  }

  /// What takes the place of an interface: another one, a capture file or a pipe. No interface has
  /// a `/` in its name, so what has one is missed as a file.
  static Origin inPlace(String other) {
    if (PipeSource.isPipe(other)) {
      return new Pipe(other);
    }
    boolean isFile = other.indexOf('/') >= 0 || Surroundings.file(other).isFile();
    return isFile ? new CaptureFile(other) : new Interface(other);
  }

  /// What is at the path. The head of a file is read, to tell now what is wrong; it is opened anew
  /// when packets are wanted. Raises IoError and ParseError.
  static Origin ofPath(String path) throws IOException {
    if (PipeSource.isPipe(path)) {
      return new Pipe(path);
    }
    var file = new CaptureFile(path);
    file.open(CaptureSettings.DEFAULT).close();
    return file;
  }

  record Interface(String name) implements Origin {
    @Override
    public FrameSource open(CaptureSettings settings) {
      try {
        PcapLibrary pcap = PcapLibrary.found();
        if (pcap != null) {
          return PcapSource.open(pcap, name, settings);
        }
        if (!System.getProperty("os.name", "").equals("Linux")) {
          throw new IOException("libpcap is not on this machine");
        }
        return SocketSource.open(name, settings);
      } catch (IOException failure) {
        throw failed("Cannot capture on " + name + ": ", failure);
      }
    }
  }

  record CaptureFile(String name) implements Origin {
    @Override
    public FrameSource open(CaptureSettings settings) {
      try {
        FileSource source = FileSource.open(name);
        if (settings.filter() != null) {
          source.setFilter(FrameFilter.of(settings.filter()));
        }
        return source;
      } catch (PcapLibrary.BadFilter failure) {
        throw failed("Cannot filter " + name + ": ", failure);
      } catch (IOException failure) {
        throw failed("", failure);
      }
    }
  }

  /// A pipe, whose packets come once.
  final class Pipe implements Origin {
    private final String name;

    /// Who opens it first takes it. These are guarded by this.
    private @Nullable PipeSource source;

    private boolean isTaken;

    Pipe(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    /// Waits until there is the head of a capture; raises IoError, and ParseError when it is none.
    void awaitHead() {
      try {
        begun().awaitHead();
      } catch (IOException failure) {
        throw failed("", failure);
      }
    }

    private synchronized PipeSource begun() {
      PipeSource begun = source;
      if (begun == null) {
        begun = PipeSource.begin(name);
        source = begun;
      }
      return begun;
    }

    @Override
    public synchronized FrameSource open(CaptureSettings settings) {
      if (isTaken) {
        throw Failure.ioError(
            "Cannot read " + name + " again: what comes through a pipe comes once");
      }
      PipeSource begun = begun();
      try {
        if (settings.filter() != null) {
          begun.setFilter(FrameFilter.of(settings.filter()));
        }
      } catch (IOException failure) {
        throw failed("Cannot filter " + name + ": ", failure);
      }
      isTaken = true;
      return begun;
    }
  }

  private static Failure failed(String attempt, IOException failure) {
    String message = attempt + failure.getMessage();
    return switch (failure) {
      case PcapLibrary.BadFilter _ -> Failure.argumentError(message);
      case FileSource.BrokenFile _ -> Failure.parseError(message);
      default -> Failure.ioError(message);
    };
  }
}
