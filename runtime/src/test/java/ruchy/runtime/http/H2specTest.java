package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The conformance tests of HTTP/2 that everybody uses; the program is in an artefact that only the
/// long tests have.
@EnabledIfSystemProperty(named = "h2spec", matches = "true")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@Timeout(180)
class H2specTest {
  private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
  private static final int BLOCK = 512;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void all_145_cases_of_h2spec_pass(boolean hasTls, @TempDir Path folder) throws Exception {
    Path program = unpacked(folder.resolve("h2spec"));
    Server server = Server.create("127.0.0.1:0");
    if (hasTls) {
      server.developmentTls();
    }
    server.all("*", handler((req, res) -> res.text("Hello, World! " + req.text())));
    server.listen();
    try {
      Path output = folder.resolve("output.txt");
      String port = Long.toString(server.port());
      List<String> command =
          new ArrayList<>(List.of(program.toString(), "-h", "127.0.0.1", "-p", port, "-o", "5"));
      if (hasTls) {
        command.addAll(List.of("-t", "-k"));
      }
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertTrue(process.waitFor(150, TimeUnit.SECONDS), "h2spec does not end");
      String report = Files.readString(output);
      assertTrue(report.contains("145 tests, 145 passed, 0 skipped, 0 failed"), report);
      assertEquals(0, process.exitValue());
    } finally {
      server.close();
    }
  }

  /// The one file of the archive, made executable.
  private static Path unpacked(Path target) throws IOException {
    try (InputStream packed = H2specTest.class.getResourceAsStream(ARCHIVE)) {
      byte[] archive = new GZIPInputStream(Objects.requireNonNull(packed)).readAllBytes();
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(archive));
      byte[] head = in.readNBytes(BLOCK);
      String name = new String(head, 0, 100, StandardCharsets.US_ASCII);
      assertTrue(name.startsWith("h2spec\0"), name);
      int size = Integer.parseInt(new String(head, 124, 11, StandardCharsets.US_ASCII), 8);
      Files.write(target, in.readNBytes(size));
    }
    assertTrue(target.toFile().setExecutable(true));
    return target;
  }
}
