package ruchy.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void the_median_of_an_odd_number_is_the_one_in_the_middle() {
    assertEquals(3, of(9, 1, 3).median());
  }

  @Test
  void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
    assertEquals(2.5, of(9, 2, 1, 3).median());
  }

  @Test
  void ratios_are_those_of_the_same_round() {
    Samples ratios = of(2, 9).dividedBy(of(1, 3));
    assertEquals(2, ratios.at(0));
    assertEquals(3, ratios.at(1));
  }

  @Test
  void the_text_has_median_and_extremes() {
    assertEquals("2.0 (1.0-4.0)", of(4, 1, 2).text(1));
  }

  private static Samples of(double... values) {
    Samples samples = new Samples();
    for (double value : values) {
      samples.add(value);
    }
    return samples;
  }
}
