package ruchy.runtime.member;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// Named arguments of a function that is known only when it is called (L 5.8).
final class NamedArguments {
  private NamedArguments() {}

  /// The arguments in the order of the parameters. Raises ArgumentError for a name that the
  /// function does not have, that is given twice, or behind a computed default that is left out.
  static @Nullable Object[] inOrder(FunctionValue f, ListValue args, MapValue named) {
    String names = f.parameterNames();
    @Nullable Object[] given = args.toArray();
    if (names == null) {
      @Nullable Object[] all = Arrays.copyOf(given, given.length + 1);
      all[given.length] = named;
      return all;
    }
    List<String> parameters = names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    int fixed = f.maximumArity() < 0 ? parameters.size() - 1 : parameters.size();
    @Nullable Object[] all = Arrays.copyOf(given, Math.max(fixed, given.length));
    boolean[] isGiven = new boolean[all.length];
    Arrays.fill(isGiven, 0, given.length, true);
    int count = given.length;
    for (int position = 0; position < named.positions(); position++) {
      Object key = named.keyAt(position);
      if (key == null) {
        continue; // an entry that was removed
      }
      int place = parameters.indexOf(key.toString());
      if (place < 0 || place >= fixed) {
        throw Failure.argumentError("Unknown argument '" + key + "' for function " + f.name());
      }
      if (isGiven[place]) {
        throw Failure.argumentError("Argument '" + key + "' is given twice");
      }
      isGiven[place] = true;
      all[place] = named.valueAt(position);
      count = Math.max(count, place + 1);
    }
    for (int i = 0; i < count; i++) {
      if (!isGiven[i]) {
        all[i] = f.literalDefault(i);
        isGiven[i] = all[i] != FunctionValue.NO_LITERAL;
      }
      if (!isGiven[i] && i >= f.minimumArity()) {
        throw Failure.argumentError(
            "Argument '" + parameters.get(i) + "' of " + f.name() + " is left out before others");
      }
      if (!isGiven[i]) {
        throw Failure.wrongCount(f.minimumArity(), f.maximumArity(), given.length + named.size());
      }
    }
    return Arrays.copyOf(all, count);
  }
}
