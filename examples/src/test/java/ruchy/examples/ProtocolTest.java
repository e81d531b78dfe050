package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The protocol of the book, its text unchanged, as the companion of a program that uses it.
final class ProtocolTest {
  @ParameterizedTest
  @EnumSource(Way.class)
  void packets_arrive_as_they_were_sent(Way way, @TempDir Path folder) throws Exception {
    var program = Examples.FOLDER.resolve("protocol_peers.ruchy");
    var protocol = Examples.FOLDER.resolve("protocol.ruchy").toString();
    try (var run = way.start(program, folder, Map.of(), "--prelude", protocol)) {
      assertEquals(0, run.status(), run::errors);
      assertEquals(
          """
          greeting, version 1: plain
          reply: true
          greeting, version 1: Grüße, 世界 🌍
          reply: true
          greeting, version 1: {name: "Ärger", tags: ["ß", nil, 1.5]}
          reply: true
          Cannot read from ADDRESS: the connection ended after 0 of 4 bytes
          """,
          run.output());
      assertEquals("", run.errors());
    }
  }
}
