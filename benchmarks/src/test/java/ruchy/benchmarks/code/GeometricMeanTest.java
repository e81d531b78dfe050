package ruchy.benchmarks.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GeometricMeanTest {
  @Test
  void a_ratio_and_its_inverse_cancel_out() {
    assertEquals(1, GeometricMean.of(List.of(4.0, 0.25)), 1e-12);
  }

  @Test
  void equal_ratios_are_their_own_mean() {
    assertEquals(0.6, GeometricMean.of(List.of(0.6, 0.6, 0.6)), 1e-12);
  }
}
