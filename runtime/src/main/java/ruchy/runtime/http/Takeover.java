package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// A function for requests that is the library's own and answers them itself, apart from the
/// functions of the program: a proxy. It is given like a handler, alone or after middleware, or
/// called by one. Where it is all that a path has, no virtual thread is needed, and the body of a
/// request is left in its connection.
public abstract class Takeover extends FunctionValue {
  /// Takes the request over, on its event loop, and calls `whenDone` there when the answer is
  /// written or the client has gone. Must not wait.
  ///
  /// @param prepared what `prepare` has given
  protected abstract void take(Passage passage, @Nullable Object prepared, Runnable whenDone);

  /// Takes over a request whose path has nothing else. On its event loop.
  final void take(Request request) {
    Passage passage = request.passage();
    passage.claim(name());
    takeOrGiveBack(passage, null, () -> {});
  }

  private void takeOrGiveBack(Passage passage, @Nullable Object prepared, Runnable whenDone) {
    boolean isTaken = false;
    try {
      take(passage, prepared, whenDone);
      isTaken = true;
    } finally {
      if (!isTaken) {
        passage.giveBack();
      }
    }
  }

  /// What has to be done first where functions of the program may run: on the thread of the
  /// request, with the turn if `shares()` says so. Functions that call none of the program give
  /// null, and are not asked where they are all that a path has.
  protected @Nullable Object prepare(Passage passage) {
    return null;
  }

  @Override
  public int minimumArity() {
    return 2;
  }

  @Override
  public int maximumArity() {
    return 3;
  }

  @Override
  public boolean waits() {
    return false;
  }

  @Override
  public boolean shares() {
    return false;
  }

  @Override
  public @Nullable Object call(@Nullable Object request, @Nullable Object response) {
    if (!(request instanceof Request req) || !(response instanceof Response)) {
      throw Failure.typeError(name() + " expects a request and its response");
    }
    Passage passage = req.passage();
    Object prepared = prepare(passage);
    // A task that was cancelled before starts nothing, and claims nothing.
    Bridge.<Boolean>await(outcome -> start(passage, prepared, outcome));
    return null;
  }

  private void start(Passage passage, @Nullable Object prepared, Outcome<Boolean> outcome) {
    passage.claim(name());
    boolean isStarted = false;
    try {
      // What is answered elsewhere leaves as it comes.
      passage.awaitLetGo();
      Runnable taking = () -> takeOrGiveBack(passage, prepared, () -> outcome.complete(true));
      passage.loop().context().runOnContext(nothing -> outcome.attempt(taking));
      isStarted = true;
    } finally {
      if (!isStarted) {
        passage.giveBack();
      }
    }
  }

  @Override
  public @Nullable Object call(
      @Nullable Object request, @Nullable Object response, @Nullable Object next) {
    return call(request, response);
  }
}
