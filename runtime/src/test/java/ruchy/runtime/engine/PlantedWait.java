package ruchy.runtime.engine;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Cursors;
import ruchy.runtime.value.FunctionValue;

/// Functions that `WaitsTest` has to tell apart: those whose names begin with `waits` give up the
/// turn, those that begin with `keeps` park the thread and keep it, those that begin with `quiet`
/// do neither. Nobody runs any of it.
final class PlantedWait {
  private static final class Pause implements Runnable {
    @Override
    public void run() {
      Bridge.sleep(1);
    }
  }

  private final Runnable pause = new Pause();

  static @Nullable Object waitsForOperation(Operation<@Nullable Object> operation) {
    return Bridge.await(operation);
  }

  static String waitsForWork() throws IOException {
    return Blocking.call(() -> "done");
  }

  static void waitsInLambda(List<String> names) {
    names.forEach(_ -> passedOn());
  }

  private static void passedOn() {
    Bridge.sleep(1);
  }

  void waitsInKeptObject() {
    pause.run();
  }

  static boolean waitsInLoop(Object iterable) {
    Cursor cursor = Cursors.of(iterable);
    return cursor != null && cursor.advance();
  }

  static @Nullable Object keepsForOperation(Operation<@Nullable Object> operation) {
    return Bridge.awaitInTurn(operation);
  }

  static void keepsForThread(Thread thread) throws InterruptedException {
    thread.join();
  }

  static @Nullable Object keepsForResult(Future<?> result) throws Exception {
    return result.get();
  }

  static Thread quietHandingOn() {
    return Thread.ofVirtual().unstarted(() -> Bridge.sleep(1));
  }

  static @Nullable Object quietCall(FunctionValue function) {
    return function.call();
  }
}
