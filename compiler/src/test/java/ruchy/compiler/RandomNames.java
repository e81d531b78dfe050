package ruchy.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The variables that a random program sees where it is being written, and names that are new.
final class RandomNames {
  /// What a value probably is. Most expressions are of the kind that is asked for, so that programs
  /// get somewhere; some are not, so that they also fail.
  enum Kind {
    INTEGER,
    FLOAT,
    TEXT,
    TRUTH,
    NUMBERS,
    TEXTS,
    MAP,
    POINT,
    ITEM,
    SHAPE,
    FUNCTION,
    MAYBE,
    ANY
  }

  private record Variable(String name, Kind kind) {}

  private final Random random;
  private final List<Variable> variables = new ArrayList<>();
  private int names;

  RandomNames(Random random) {
    this.random = random;
  }

  String fresh() {
    return "v" + names++;
  }

  void add(String name, Kind kind) {
    variables.add(new Variable(name, kind));
  }

  /// How many are visible, for `leave`.
  int enter() {
    return variables.size();
  }

  /// Forgets those that were added since.
  void leave(int visible) {
    while (variables.size() > visible) {
      variables.removeLast();
    }
  }

  /// Forgets all, and gives them for `restore`: a function sees its own alone.
  List<String> hide() {
    List<String> hidden = new ArrayList<>();
    for (Variable variable : variables) {
      hidden.add(variable.name() + " " + variable.kind());
    }
    variables.clear();
    return hidden;
  }

  void restore(List<String> hidden) {
    variables.clear();
    for (String each : hidden) {
      int space = each.indexOf(' ');
      add(each.substring(0, space), Kind.valueOf(each.substring(space + 1)));
    }
  }

  /// A variable that probably holds a value of that kind; null if there is none.
  @Nullable String variable(Kind kind) {
    List<String> fitting = new ArrayList<>();
    for (Variable variable : variables) {
      if (kind == Kind.ANY || variable.kind() == kind) {
        fitting.add(variable.name());
      }
    }
    return fitting.isEmpty() ? null : fitting.get(random.nextInt(fitting.size()));
  }
}
