package ruchy.runtime.frame;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.net.TcpStream;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// What the module `net` has of messages.
@Module("net")
public final class FrameModule {
  private FrameModule() {}

  /// Messages over a stream. The options say how they are told apart: `length`, the number of bytes
  /// of the length before each message (1, 2, 4 or 8; 4 without options), with `little: true` the
  /// lowest byte first; or `delimiter`, a text behind each; or `lines: true`. `max` is how many
  /// bytes a message may have (16,777,216).
  ///
  /// ```ruchy
  /// let messages = net::framed(stream, {delimiter: "\r\n", max: 1000})
  /// messages.send("Grüße")
  /// peer.read_line()   // => "Grüße"
  /// ```
  @Export
  public static Framed framed(TcpStream stream, @Reads MapValue options) {
    return new Framed(stream, Framing.of(options));
  }

  /// Messages over a stream, each after its length in 4 bytes, highest byte first.
  ///
  /// ```ruchy
  /// net::framed(stream).send("hi")
  /// [peer.read_u32(), peer.read(2)]   // => [2, "hi"]
  /// ```
  @Export
  public static Framed framed(TcpStream stream) {
    return framed(stream, new HashMapValue());
  }
}
