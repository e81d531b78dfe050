package ruchy.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ruchy.compiler.FrontEnd;
import ruchy.compiler.print.TreePrinter;

/// The listings of the book's chapter, word for word (Appendix B).
final class ListingsTest {
  static List<Path> listings() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "listings"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("listings")
  void a_listing_parses_without_a_problem(Path listing) throws IOException {
    FrontEnd result = FrontEnd.of(listing.getFileName().toString(), Files.readString(listing));
    assertEquals(List.of(), result.messages());
    assertFalse(result.file().body().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("listings")
  void a_printed_listing_parses_to_the_same_tree(Path listing) throws IOException {
    FrontEnd result = FrontEnd.of(Files.readString(listing));
    FrontEnd again = FrontEnd.of(TreePrinter.source(result.file()));
    assertEquals(List.of(), again.messages());
    assertEquals(result.outline(), again.outline());
  }
}
