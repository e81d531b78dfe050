package ruchy.runtime.packet;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.Output;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.LibraryObject;

/// A capture file that is being written. What was not closed is completed at the end of the
/// program. May be used from any task.
@LibraryType("net::PacketFile")
public final class PacketFile implements LibraryObject {
  private static final int BUFFER = 64 << 10;

  /// Those with something in their buffers; its own lock guards it.
  private static final Set<PacketFile> OPEN = Collections.newSetFromMap(new IdentityHashMap<>());

  private static boolean isCompletedAtEnd;

  private final String path;
  private final OutputStream out;
  private final FrameWriter writer;

  /// The gate guards the fields below; tasks wait for it, not for a lock.
  private final Gate gate = new Gate();

  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private boolean isEmpty = true;
  private boolean isClosed;

  private PacketFile(String path, OutputStream out) {
    this.path = path;
    this.out = out;
    writer = FrameWriter.of(path);
  }

  /// Begins a capture file: pcapng if its name ends in `.pcapng`, else pcap. A file of that name is
  /// replaced. Raises IoError.
  ///
  /// ```ruchy
  /// let path = join_path(env::temp_dir(), "ruchy-example-create.pcap")
  /// let file = net::PacketFile::create(path)
  /// file.write(net::Packet::udp("10.0.0.1:5000", "10.0.0.2:53", "hello"))
  /// file.close()
  /// for packet in net::PacketCapture::open(path) { println(packet.text) }   // prints hello
  /// ```
  @Export
  @Waits
  public static PacketFile create(String path) {
    try {
      PacketFile file =
          new PacketFile(path, Blocking.call(() -> new FileOutputStream(Surroundings.file(path))));
      synchronized (OPEN) {
        OPEN.add(file);
        if (!isCompletedAtEnd) {
          isCompletedAtEnd = true;
          Lifetime.beforeEnd(PacketFile::completeAll);
        }
      }
      return file;
    } catch (IOException failure) {
      throw Failure.ioError("Cannot write " + path + ": " + reason(path, failure));
    }
  }

  /// Java puts the path before the reason.
  private static String reason(String path, IOException failure) {
    String message = String.valueOf(failure.getMessage());
    int open = message.lastIndexOf(" (");
    boolean hasPath = message.startsWith(Surroundings.file(path).getPath());
    return hasPath && open >= 0 && message.endsWith(")")
        ? message.substring(open + 2, message.length() - 1).toLowerCase(Locale.ROOT)
        : message;
  }

  @Override
  public String typeName() {
    return "net::PacketFile";
  }

  @Override
  public String display() {
    return "<PacketFile " + path + ">";
  }

  /// Adds a packet with the time at which it was captured. Raises IoError when the file is closed,
  /// or when it is pcap and holds packets of another kind of link.
  ///
  /// ```ruchy
  /// // not run: needs an interface
  /// let file = net::PacketFile::create("web.pcapng")
  /// let capture = net::PacketCapture::new("eth0")
  /// capture.on_packet(|packet| if packet.dst_port == 80 { file.write(packet) })
  /// capture.start()
  /// ```
  @Export
  @Waits
  public void write(Packet packet) {
    add(packet.frame());
  }

  void add(Frame frame) {
    gate.enter();
    try {
      if (isClosed) {
        throw new IOException("it is closed");
      }
      buffer.writeBytes(writer.bytes(frame));
      isEmpty = false;
      if (buffer.size() >= BUFFER) {
        flushBuffer();
      }
    } catch (IOException failure) {
      throw failed(failure);
    } finally {
      gate.leave();
    }
  }

  /// Writes to the file what is still in memory. Raises IoError.
  ///
  /// ```ruchy
  /// // not run: needs an interface
  /// let file = net::PacketFile::create("all.pcap")
  /// net::PacketCapture::new("eth0").on_packet(|packet| { file.write(packet); file.flush() }).start()
  /// ```
  @Export
  @Waits
  public void flush() {
    gate.enter();
    try {
      flushBuffer();
    } catch (IOException failure) {
      throw failed(failure);
    } finally {
      gate.leave();
    }
  }

  private void flushBuffer() throws IOException {
    byte[] bytes = buffer.toByteArray();
    buffer.reset();
    if (bytes.length > 0) {
      // A task that is cancelled must not leave half a packet.
      Blocking.callFully(
          () -> {
            out.write(bytes);
            return true;
          });
    }
  }

  /// Completes the file. Does nothing to a closed one. Raises IoError.
  ///
  /// ```ruchy
  /// let path = join_path(env::temp_dir(), "ruchy-example-close.pcapng")
  /// net::PacketFile::create(path).close()
  /// for packet in net::PacketCapture::open(path) { println(packet) }
  /// ```
  @Export
  @Waits
  public void close() {
    gate.enter();
    try {
      complete();
    } catch (IOException failure) {
      throw failed(failure);
    } finally {
      gate.leave();
      synchronized (OPEN) {
        OPEN.remove(this);
      }
    }
  }

  private void complete() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    if (isEmpty) {
      buffer.writeBytes(writer.empty());
    }
    try (out) {
      flushBuffer();
    }
  }

  private Failure failed(IOException failure) {
    return Failure.ioError("Cannot write " + path + ": " + failure.getMessage());
  }

  private static void completeAll() {
    PacketFile[] files;
    synchronized (OPEN) {
      files = OPEN.toArray(new PacketFile[0]);
      OPEN.clear();
      isCompletedAtEnd = false;
    }
    for (PacketFile file : files) {
      try {
        file.close();
      } catch (Failure failure) {
        // The program is ending; nobody can be told but on standard error.
        Output.ERROR.line("error: " + failure.message());
      }
    }
  }
}
