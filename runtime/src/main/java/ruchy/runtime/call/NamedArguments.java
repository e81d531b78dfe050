package ruchy.runtime.call;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.MapValue;

/// Named arguments of a function that is known only when it is called (L 5.8).
public final class NamedArguments {
  private NamedArguments() {}

  /// Calls the function with these arguments by position, and those of the map by the names of its
  /// parameters. A function of the library gets the map as its last argument. Raises ArgumentError
  /// for a name that the function does not have or that is given twice, and for parameters without
  /// default that get nothing.
  public static @Nullable Object call(FunctionValue f, @Nullable Object[] given, MapValue named) {
    if (f instanceof FieldsFunction fields) {
      return fields.make(given, named);
    }
    String names = f.parameterNames();
    if (names == null) {
      return f.callAll(behind(given, named));
    }
    List<String> parameters = names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    int fixed = f.maximumArity() < 0 ? parameters.size() - 1 : parameters.size();
    @Nullable Object[] all = Arrays.copyOf(given, Math.max(fixed, given.length));
    Arrays.fill(all, given.length, all.length, FunctionValue.LEFT_OUT);
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
      if (all[place] != FunctionValue.LEFT_OUT) {
        throw Failure.argumentError("Argument '" + key + "' is given twice");
      }
      all[place] = named.valueAt(position);
      count = Math.max(count, place + 1);
    }
    boolean isComplete = true;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == FunctionValue.LEFT_OUT) {
        all[i] = f.defaultOf(i);
        if (all[i] == FunctionValue.REQUIRED) {
          throw Failure.wrongCount(f.minimumArity(), f.maximumArity(), given.length + named.size());
        }
        isComplete &= all[i] != FunctionValue.LEFT_OUT || i >= count;
      }
    }
    return isComplete ? f.callAll(Arrays.copyOf(all, count)) : f.callLeavingOut(all);
  }

  /// The arguments with the named ones in a map behind them, as the library takes them.
  static @Nullable Object[] behind(@Nullable Object[] given, MapValue named) {
    @Nullable Object[] all = Arrays.copyOf(given, given.length + 1);
    all[given.length] = named;
    return all;
  }
}
