package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.runtime.value.HashMapValue;

/// What `sslmode` means, with a PostgreSQL server whose certificate is for `localhost`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresTlsTest {
  private @Nullable PostgresServer server;
  private Path own = Path.of("");
  private Path foreign = Path.of("");
  private String withoutTls = "";

  @BeforeAll
  void starts_a_server() throws Exception {
    server = PostgresServer.start();
    withoutTls =
        Said.by("DbError", () -> DbModule.connect(address("127.0.0.1", "sslmode=require")));
    own = server.restartWithCertificate("localhost");
    foreign = server.certificate("localhost", "foreign");
  }

  @AfterAll
  void ends_the_server() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private String address(String host, String options) {
    String address = server == null ? "" : server.address();
    return address.replace("127.0.0.1", host)
        + "?"
        + options.replace("OWN", own.toString()).replace("FOREIGN", foreign.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, sslmode=disable, false",
    "127.0.0.1, application_name=a, true",
    "127.0.0.1, sslmode=prefer, true",
    "127.0.0.1, sslmode=require, true",
    "127.0.0.1, sslmode=verify-ca&sslrootcert=OWN, true",
    "localhost, sslmode=verify-full&sslrootcert=OWN, true"
  })
  void a_connection_is_secure_as_far_as_is_asked_for(String host, String options, boolean isTls) {
    Database database = DbModule.connect(address(host, options));
    assertEquals(
        HashMapValue.of("ssl", isTls),
        database.queryOne("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1 | sslmode=verify-full&sslrootcert=OWN     | the certificate of the server is for another host
          127.0.0.1 | sslmode=verify-ca&sslrootcert=FOREIGN   | the certificate of the server is not one that sslrootcert trusts
          localhost | sslmode=verify-full&sslrootcert=FOREIGN | the certificate of the server is not one that sslrootcert trusts
          localhost | sslmode=verify-full&sslrootcert=/no     | Could not open SSL root certificate file /no.
          localhost | sslmode=sure                            | Invalid sslmode value: sure
          """)
  void a_server_that_is_not_the_one_that_is_meant_is_refused(
      String host, String options, String said) {
    String address = address(host, options);
    assertEquals(
        "Cannot connect to "
            + address.replaceAll("ada:.*@", "").replaceAll("[?].*", "")
            + ": "
            + said,
        Said.by("DbError", () -> DbModule.connect(address)));
  }

  @Test
  void a_server_without_tls_is_refused_where_tls_is_required() {
    assertEquals("The server does not support SSL.", withoutTls.replaceAll(".*/postgres: ", ""));
  }
}
