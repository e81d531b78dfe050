package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.runtime.engine.Output;
import ruchy.runtime.manual.Manual;
import ruchy.runtime.manual.ManualEntry;

/// Every entry of the library's manual has an example, and every example gives what stands in its
/// comments, with types inferred and without.
final class ManualExamplesTest {
  /// What an example of a server's member takes as given.
  private static final String SERVER = "let server = http::Server::new(\"127.0.0.1:0\")\n";

  /// What an example of a stream's member takes as given: both ends of a connection.
  private static final String STREAM =
      """
      let listener = net::TcpListener::bind("127.0.0.1:0")
      let stream = net::TcpStream::connect(listener.local_addr())
      let peer = listener.accept()
      listener.close()
      """;

  /// What an example of a packet's member takes as given.
  private static final String PACKET =
      "let packet = net::Packet::udp(\"10.0.0.1:5000\", \"10.0.0.2:53\", \"hello\")\n";

  /// What an example of a connection of a capture takes as given.
  private static final String CONNECTION =
      """
      let path = join_path(env::temp_dir(), "ruchy-example-connection.pcap")
      let file = net::PacketFile::create(path)
      file.write(net::Packet::tcp("10.0.0.1:5001", "10.0.0.2:80", "ping"))
      file.write(net::Packet::tcp("10.0.0.2:80", "10.0.0.1:5001", "pong"))
      file.close()
      let connection = nil
      for each in net::PacketCapture::open(path).streams() { connection = each }
      """;

  @BeforeAll
  static void examples_read_nothing_and_what_they_write_on_standard_error_is_dropped() {
    System.setIn(InputStream.nullInputStream());
    Output.ERROR.redirect(OutputStream.nullOutputStream());
  }

  @AfterAll
  static void standard_error_is_as_before() {
    Output.ERROR.redirect(null);
  }

  @TestFactory
  Stream<DynamicTest> examples_give_what_their_comments_say() {
    return Manual.load().stream()
        .flatMap(
            entry ->
                Stream.of(true, false)
                    .map(
                        specialise ->
                            DynamicTest.dynamicTest(
                                entry.heading() + (specialise ? " with types" : " without types"),
                                () -> givesWhatItsCommentsSay(entry, specialise))));
  }

  private static void givesWhatItsCommentsSay(ManualEntry entry, boolean specialise)
      throws Exception {
    assertFalse(entry.examples().isEmpty(), "no example");
    for (String text : entry.examples()) {
      ManualExample example = ManualExample.of(text);
      String program = given(text) + example.program();
      if (!example.isRun()) {
        Compiled.classes(program);
        continue;
      }
      String printed = ProgramsTest.run("example.ruchy", program, ModuleSource.NONE, specialise);
      assertEquals(
          String.join("\n", example.expected()),
          String.join("\n", ManualExample.marks(printed)),
          () -> text + "prints\n" + printed);
      assertFalse(printed.contains("error: "), () -> text + "prints\n" + printed);
    }
  }

  private static String given(String text) {
    if (text.contains("server.") && !text.contains("let server")) {
      return SERVER;
    }
    if (text.contains("connection.") && !text.contains("let connection")) {
      return CONNECTION;
    }
    boolean hasPacket = text.contains("packet.") || text.contains("(packet)");
    if (hasPacket && !text.contains("let packet") && !text.contains("|packet|")) {
      return PACKET;
    }
    boolean hasStream = text.contains("stream.") || text.contains("(stream");
    return hasStream && !text.contains("let stream") ? STREAM : "";
  }
}
