package ruchy.runtime.net;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.OpenObject;

/// The bytes of a connection, in both directions: what a program reads as lines, texts or bytes,
/// and what it writes. May be used from any task; calls of one direction happen one after the
/// other.
@Members("net::TcpStream")
public abstract sealed class ByteStream extends OpenObject permits TcpStream {
  private final Reading reading;
  private final Writing writing;

  ByteStream(Pipe pipe, String peer) {
    reading = new Reading(pipe, peer);
    writing = new Writing(pipe, peer);
  }

  /// For frames: the bytes after a length of so many bytes; null at the end of the stream.
  public byte @Nullable [] frame(int octets, boolean isLittle, long most) {
    try {
      return reading.frame(octets, isLittle, most);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// For frames: the bytes before a delimiter; null at the end of the stream.
  public byte @Nullable [] until(byte[] delimiter, long most) {
    try {
      return reading.until(delimiter, most);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// For frames: text of bytes that were read here; raises ParseError.
  public String text(byte[] bytes) {
    return reading.text(bytes);
  }

  /// For frames: writes the bytes at once.
  public void writeBytes(byte[] bytes) {
    try {
      writing.write(ByteBuffer.wrap(bytes));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  Reading reading() {
    return reading;
  }

  Writing writing() {
    return writing;
  }

  /// The next line without its end (`\n` or `\r\n`). At the end of the stream it is what is left,
  /// then `""`. Raises IoError when a line is longer than `max_line`, TimeoutError when nothing
  /// comes for as long as `set_timeout` said, and ParseError for what is no UTF-8.
  ///
  /// ```ruchy
  /// peer.write("one\r\ntwo")
  /// peer.close()
  /// [stream.read_line(), stream.read_line(), stream.read_line()]   // => ["one", "two", ""]
  /// ```
  @Export
  @Waits
  public String readLine() {
    try {
      String line = reading.line();
      return line == null ? "" : line;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// The lines up to the end of the stream, for a loop. Empty lines are among them, unlike the `""`
  /// that `read_line` gives at the end.
  ///
  /// ```ruchy
  /// peer.write("a\n\nb\n")
  /// peer.close()
  /// for line in stream.lines() { print("[" + line + "]") }   // prints [a][][b]
  /// ```
  @Export
  public Lines lines() {
    return new Lines(this);
  }

  /// Exactly so many bytes, as text. Raises IoError when the stream ends before, and ParseError
  /// when the bytes are no UTF-8.
  ///
  /// ```ruchy
  /// peer.write("héllo")
  /// stream.read(3)   // => "hé"
  /// ```
  @Export({"read", "read_exact"})
  @Waits
  public String read(long bytes) {
    try {
      return reading.text(bytes);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Everything up to the end of the stream, as text. Raises IoError beyond `max_read` bytes.
  ///
  /// ```ruchy
  /// peer.write("all of it")
  /// peer.close()
  /// stream.read_all()   // => "all of it"
  /// ```
  @Export({"read_all", "read_to_string"})
  @Waits
  public String readAll() {
    try {
      return reading.text(reading.all());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Exactly so many bytes. Raises IoError when the stream ends before.
  ///
  /// ```ruchy
  /// peer.write("hi")
  /// stream.read_bytes(2)   // => [104, 105]
  /// ```
  @Export
  @Waits
  @Type("list<byte>")
  public ListValue readBytes(long count) {
    try {
      return Bytes.list(reading.bytes(count));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// The bytes that have come, at least one and at most so many; empty at the end of the stream.
  ///
  /// ```ruchy
  /// peer.write("hello")
  /// stream.read_chunk(2)   // => [104, 101]
  /// ```
  @Export
  @Waits
  @Type("list<byte>")
  public ListValue readChunk(long most) {
    if (most < 1) {
      throw Failure.argumentError("A chunk has at least one byte, got " + most);
    }
    try {
      return Bytes.list(reading.some(most));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// The bytes that have come, at least one; empty at the end of the stream.
  ///
  /// ```ruchy
  /// peer.close()
  /// stream.read_chunk()   // => []
  /// ```
  @Export
  @Waits
  @Type("list<byte>")
  public ListValue readChunk() {
    return readChunk(Long.MAX_VALUE);
  }

  /// Everything up to the end of the stream, as bytes. Raises IoError beyond `max_read` bytes.
  ///
  /// ```ruchy
  /// peer.write("hi")
  /// peer.close()
  /// stream.read_all_bytes()   // => [104, 105]
  /// ```
  @Export
  @Waits
  @Type("list<byte>")
  public ListValue readAllBytes() {
    try {
      return Bytes.list(reading.all());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Writes what comes to another stream until this one ends, in constant memory, and yields the
  /// number of bytes. The other stream stays open.
  ///
  /// ```ruchy
  /// peer.write("echo")
  /// peer.shutdown()
  /// stream.copy_to(stream)   // => 4
  /// stream.close()
  /// peer.read_all()          // => "echo"
  /// ```
  @Export
  @Waits
  public long copyTo(TcpStream target) {
    try {
      return reading.copyTo(target.writing());
    } finally {
      Reference.reachabilityFence(this);
      Reference.reachabilityFence(target);
    }
  }

  /// Writes a text, or a list of bytes. Returns when the system has taken them, so a peer that does
  /// not read stops the task that writes. Raises IoError or TimeoutError.
  ///
  /// ```ruchy
  /// stream.write("hé")
  /// stream.write(b"!")
  /// peer.read(4)   // => "hé!"
  /// ```
  @Export
  @Waits
  public void write(@Type("string | list<any>") @Reads @Nullable Object content) {
    try {
      switch (content) {
        case String text -> writing.write(text);
        case ListValue bytes -> writing.write(ByteBuffer.wrap(Bytes.array(bytes)));
        case null, default ->
            throw Failure.typeError("write expects text or bytes, got " + Kind.described(content));
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Writes a text and a newline.
  ///
  /// ```ruchy
  /// stream.write_line("hello")
  /// peer.read_line()   // => "hello"
  /// ```
  @Export({"write_line", "writeln"})
  @Waits
  public void writeLine(String text) {
    write(text.concat("\n"));
  }

  /// Does nothing: what was written is on its way already.
  ///
  /// ```ruchy
  /// stream.write("hello")
  /// stream.flush()
  /// ```
  @Export
  public void flush() {
    // The system has all bytes when a write returns.
  }

  /// Tells the other side that nothing more will come; reading goes on.
  ///
  /// ```ruchy
  /// stream.write("question")
  /// stream.shutdown()
  /// peer.write(peer.read_all() + "?")
  /// stream.read(9)   // => "question?"
  /// ```
  @Export({"shutdown", "shutdown_write"})
  @Waits
  public void shutdown() {
    try {
      writing.end();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// How many bytes a line may have; `read_line` raises IoError beyond. 1,048,576.
  ///
  /// ```ruchy
  /// stream.max_line   // => 1048576
  /// ```
  @Property("max_line")
  public long maxLine() {
    return reading.longestLine();
  }

  /// Sets how many bytes a line may have.
  ///
  /// ```ruchy
  /// stream.max_line = 4
  /// peer.write_line("hello")
  /// try { stream.read_line() } catch (e) { e.type }   // => "IoError"
  /// ```
  @Property("max_line")
  public void setMaxLine(long bytes) {
    reading.setLongestLine(checkedLimit("max_line", bytes));
  }

  /// How many bytes `read`, `read_bytes` and `read_all` take at most; they raise IoError beyond.
  /// 67,108,864.
  ///
  /// ```ruchy
  /// stream.max_read   // => 67108864
  /// ```
  @Property("max_read")
  public long maxRead() {
    return reading.largest();
  }

  /// Sets how many bytes one call may read.
  ///
  /// ```ruchy
  /// stream.max_read = 1000
  /// try { stream.read(1001) } catch (e) { e.type }   // => "IoError"
  /// ```
  @Property("max_read")
  public void setMaxRead(long bytes) {
    reading.setLargest(checkedLimit("max_read", bytes));
  }

  private static int checkedLimit(String name, long bytes) {
    if (bytes < 1 || bytes > (1 << 30)) {
      throw Failure.argumentError(name + " is 1 to 1073741824, got " + bytes);
    }
    return (int) bytes;
  }

  /// The lines up to the end of the stream.
  @Override
  public @Nullable Cursor cursor() {
    return new Lines(this).cursor();
  }
}
