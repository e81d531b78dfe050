package ruchy.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Repeated measurements of one figure.
public final class Samples {
  private final List<Double> values = new ArrayList<>();

  public void add(double value) {
    values.add(value);
  }

  public int count() {
    return values.size();
  }

  /// The measurement with that number, from 0.
  public double at(int number) {
    return values.get(number);
  }

  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double least() {
    return Collections.min(values);
  }

  public double most() {
    return Collections.max(values);
  }

  /// Each of these divided by the one of `other` that was measured in the same round.
  public Samples dividedBy(Samples other) {
    Samples ratios = new Samples();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(at(i) / other.at(i));
    }
    return ratios;
  }

  /// `median (least-most)` with that many digits behind the point.
  public String text(int digits) {
    String number = "%." + digits + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + "-" + number + ")", median(), least(), most());
  }
}
