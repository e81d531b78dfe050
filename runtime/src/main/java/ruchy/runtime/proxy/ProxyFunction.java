package ruchy.runtime.proxy;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.http.Passage;
import ruchy.runtime.http.Takeover;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;

/// The handler that `http::proxy` makes.
public final class ProxyFunction extends Takeover {
  private final Backends backends;

  ProxyFunction(Backends backends) {
    this.backends = backends;
  }

  @Override
  public String name() {
    return "http::proxy";
  }

  @Override
  public boolean waits() {
    return rewrites(backends.settings());
  }

  @Override
  public boolean shares() {
    FunctionValue rewrite = backends.settings().rewrite;
    return rewrite != null && rewrite.shares();
  }

  /// Whether a function of the program is called for each request.
  static boolean rewrites(Settings settings) {
    return settings.rewrite != null;
  }

  @Override
  protected @Nullable Object prepare(Passage passage) {
    return rewritten(backends.settings(), passage);
  }

  @Override
  protected void take(Passage passage, @Nullable Object prepared, Runnable whenDone) {
    relay(backends, passage, prepared, whenDone);
  }

  /// What the program makes of the path; null without such a function, and when it gives nil.
  static @Nullable Object rewritten(Settings settings, Passage passage) {
    FunctionValue rewrite = settings.rewrite;
    Object made =
        rewrite == null ? null : rewrite.offer(passage.request().url(), passage.request());
    return made == null ? null : Display.print(made);
  }

  /// The client wants to hear of this server, not of the one behind it (RFC 9110, section 7.6.2).
  private static void answerHere(Passage passage) {
    if (passage.request().method().equals("OPTIONS")) {
      passage.end(passage.begin(204, fields -> {}).end());
    } else {
      passage.refuse(501, "This server traces nothing.");
    }
  }

  static void relay(
      Backends backends, Passage passage, @Nullable Object prepared, Runnable whenDone) {
    String target =
        prepared instanceof String rewritten
            ? PathRules.checked(rewritten)
            : PathRules.target(passage.request(), backends.settings());
    Long stepsLeft = RequestHead.stepsLeft(passage);
    if (target == null) {
      passage.refuse(400, "The path is malformed.");
      whenDone.run();
    } else if (stepsLeft != null && stepsLeft == 0) {
      answerHere(passage);
      whenDone.run();
    } else {
      new Relay(backends, passage, target, whenDone).start();
    }
  }
}
