package ruchy.runtime.packet;

import java.io.IOException;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;

/// What is captured: an interface or a file.
sealed interface Origin {
  /// The variable of the environment that takes the place of the interface that a program names.
  String VARIABLE = "RUCHY_CAPTURE";

  /// For messages and texts.
  String name();

  /// Opens it; raises IoError, ParseError or ArgumentError.
  FrameSource open(CaptureSettings settings);

  /// The interface, or what `RUCHY_CAPTURE` names in its place: a file if there is one of that
  /// path, else an interface.
  static Origin ofInterface(String name) {
    String other = Surroundings.variables().get(VARIABLE);
    if (other == null || other.isEmpty()) {
      return new Interface(name);
    }
    return Surroundings.file(other).isFile() ? new CaptureFile(other) : new Interface(other);
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

  private static Failure failed(String attempt, IOException failure) {
    String message = attempt + failure.getMessage();
    return switch (failure) {
      case PcapLibrary.BadFilter _ -> Failure.argumentError(message);
      case FileSource.BrokenFile _ -> Failure.parseError(message);
      default -> Failure.ioError(message);
    };
  }
}
