package ruchy.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// Functions that `TaskStartsTest` has to tell apart: those whose names begin with `starts` have
/// another thread call a function of the program, those that begin with `quiet` have not. Nobody
/// runs any of it.
final class PlantedStart {
  private final List<Supplier<@Nullable Object>> later = new ArrayList<>();

  /// Calls a function on a thread of its own.
  private static final class Calling implements Runnable {
    private final FunctionValue function;

    Calling(FunctionValue function) {
      this.function = function;
    }

    @Override
    public void run() {
      function.call();
    }
  }

  static void startsByLambda(FunctionValue function) {
    Thread.ofVirtual().unstarted(() -> function.call());
  }

  static void startsByReference(FunctionValue function) {
    new Thread(function::call, "planted").setDaemon(true);
  }

  static void startsByObject(FunctionValue function) {
    new Thread(new Calling(function), "planted").setDaemon(true);
  }

  static void startsThroughOthers(FunctionValue function) {
    passedOn(() -> startsNothingItself(function));
  }

  private static void startsNothingItself(FunctionValue function) {
    startsByLambda(function);
  }

  private static void passedOn(Runnable function) {
    LoopThreads.free(function);
  }

  static @Nullable Object quietCall(FunctionValue function) {
    return function.call();
  }

  static void quietLoop(List<FunctionValue> functions) {
    functions.forEach(FunctionValue::call);
  }

  static void quietThread() {
    Thread.ofVirtual().unstarted(Thread::onSpinWait);
  }

  void quietKeeping(FunctionValue function) {
    later.add(() -> function.call());
  }
}
