package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client prefers, and what a developer sees.
class NegotiationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          none                                | json
          */*                                 | json
          text/html                           | html
          text/html, application/json;q=0.9   | html
          text/*;q=0.2, application/json;q=.1 | html
          application/*                       | json
          image/png                           | none
          application/json;q=0, text/html     | html
          text/html;level=1;q=0.3, */*;q=0.2  | html
          APPLICATION/JSON                    | json
          a;q=x                               | none
          """)
  void the_best_type_is_found(String accept, String best) {
    assertEquals(best, Negotiation.mediaType(accept, List.of("json", "html")));
  }

  @Test
  void languages_stand_for_their_variants() {
    List<String> offers = List.of("en", "de-AT", "fr");
    assertEquals("en", Negotiation.language(null, offers));
    assertEquals("de-AT", Negotiation.language("de, en;q=0.5", offers));
    assertEquals("fr", Negotiation.language("fr-CH, en;q=0.5", offers));
    assertNull(Negotiation.language("es", offers));
  }

  @Test
  void an_error_is_shown_where_it_was_raised(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("shop.ruchy");
    Files.writeString(file, "one\n<two>\nthree\n");
    String excerpt = ErrorPage.excerpt(file + ":2:5 in total");
    assertEquals("    1  one\n<b>    2  &lt;two&gt;</b>\n    3  three\n", excerpt);
    assertNull(ErrorPage.excerpt("no.ruchy:2:5"));
    assertTrue(ErrorPage.excerpt(file + ":9:1 in total") != null);
  }
}
